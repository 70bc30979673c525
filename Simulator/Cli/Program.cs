using GmpSim.Cli;
using GmpSim.Scenarios.Batch;

using var interrupt = new Interrupt();
return new Application(Terminal.OfProcess(), new ScenarioLoader(), new WorldExecutor(), new ResultFiles()).Run(args, interrupt.Token);
