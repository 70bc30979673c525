namespace GmpSim.Scenarios.Diagnostics;

/// <summary>The code of every rule. Meaning, example and reason of each: docs/errors.md.</summary>
internal static class Codes
{
    public const string FileUnreadable = "GMP0001";
    public const string FileTooLarge = "GMP0002";
    public const string NotText = "GMP0003";
    public const string YamlSyntax = "GMP0004";
    public const string TabIndent = "GMP0005";
    public const string SeveralDocuments = "GMP0006";
    public const string EmptyFile = "GMP0007";
    public const string TooDeep = "GMP0008";
    public const string TooLarge = "GMP0009";
    public const string BadAlias = "GMP0010";
    public const string DuplicateKey = "GMP0011";
    public const string BadMerge = "GMP0012";
    public const string BadKey = "GMP0013";
    public const string FormatVersion = "GMP0014";
    public const string TooManyProblems = "GMP0015";

    public const string UnknownKey = "GMP0101";
    public const string MissingKey = "GMP0102";
    public const string WrongShape = "GMP0103";
    public const string KeyOfOtherKind = "GMP0104";
    public const string BadName = "GMP0105";
    public const string WrongCount = "GMP0106";
    public const string UnknownOperation = "GMP0107";
    public const string NoValue = "GMP0108";
    public const string KeysExclude = "GMP0109";

    public const string UnitMissing = "GMP0201";
    public const string UnknownUnit = "GMP0202";
    public const string NotAValue = "GMP0203";
    public const string OutOfRange = "GMP0204";
    public const string NotAChoice = "GMP0205";
    public const string NotAFlag = "GMP0206";
    public const string BadCpuList = "GMP0207";
    public const string UnitNotWanted = "GMP0208";

    public const string UnknownMachine = "GMP0301";
    public const string UnknownProgram = "GMP0302";
    public const string MachineCycle = "GMP0303";
    public const string UnknownCost = "GMP0304";
    public const string MissingCost = "GMP0305";
    public const string NeverMade = "GMP0306";

    public const string RuntimeNotUsed = "GMP0401";
    public const string OptionWithoutEffect = "GMP0402";
    public const string CpuBeyondMachine = "GMP0403";
    public const string ClientDoesNotFit = "GMP0404";
    public const string ParametersContradict = "GMP0405";
    public const string NotRecorded = "GMP0406";
    public const string NoNetwork = "GMP0407";
    public const string ProbabilitiesSum = "GMP0408";
    public const string HandlerTransfers = "GMP0409";
    public const string NothingTakesTime = "GMP0410";

    public const string UnknownPath = "GMP0501";
    public const string ZipLengths = "GMP0502";
    public const string TooManyPoints = "GMP0503";
    public const string SweptTwice = "GMP0504";
    public const string SameValueTwice = "GMP0505";
    public const string BadOverride = "GMP0506";
    public const string NotSweepable = "GMP0507";

    public const string ExpressionSyntax = "GMP0601";
    public const string UnknownMetric = "GMP0602";
    public const string UnknownCoordinate = "GMP0603";
    public const string UnknownCoordinateValue = "GMP0604";
    public const string ExpectedDoesNotFit = "GMP0605";
    public const string PointNotChosen = "GMP0606";
    public const string IdTwice = "GMP0607";
    public const string CoordinateTwice = "GMP0608";

    public const string TableHeader = "GMP0702";
    public const string TableFields = "GMP0703";
    public const string TableNumber = "GMP0704";
    public const string TableOrder = "GMP0705";
    public const string TableTooLarge = "GMP0706";
    public const string TableEmpty = "GMP0707";

    public const string UnusedProgram = "GMP0801";
    public const string UnusedMachine = "GMP0802";
    public const string EndlessSpawn = "GMP0803";
    public const string ExpectationDropped = "GMP0804";
    public const string ConnectionsUnserved = "GMP0805";

    public const string NotReal = "GMP0902";
    public const string CannotGoOn = "GMP0903";
}
