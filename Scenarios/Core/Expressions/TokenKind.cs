namespace GmpSim.Scenarios.Expressions;

/// <summary>What a word of an expression is.</summary>
internal enum TokenKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A metric, function or coordinate.</summary>
    Name,

    /// <summary>An operator, bracket or comma.</summary>
    Symbol,

    /// <summary>A text in quotes.</summary>
    Quoted,

    /// <summary>The end of the expression.</summary>
    End,
}
