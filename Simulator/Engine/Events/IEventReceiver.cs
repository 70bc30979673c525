using System.Globalization;

namespace GmpSim.Engine;

/// <summary>A component of the simulated world that events are addressed to.</summary>
public interface IEventReceiver
{
    /// <summary>What the component is called in traces and error messages, for example <c>core/3</c>.</summary>
    string Name { get; }

    /// <summary>Lets the event happen. The clock already stands at <see cref="SimEvent.At"/>.</summary>
    void Receive(in SimEvent occurrence);

    /// <summary>What an event code of this component is called in traces, for example <c>ThreadAwake</c>; the number unless told better.</summary>
    string CodeName(byte code) => code.ToString(CultureInfo.InvariantCulture);
}
