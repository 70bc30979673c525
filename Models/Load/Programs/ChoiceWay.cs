namespace GmpSim.Load;

/// <summary>One way of a choice by chance.</summary>
/// <param name="Below">It is taken when 64 random bits, as a number, are below this and no earlier way was taken; the last way is taken always.</param>
/// <param name="Target">Its first instruction.</param>
public readonly record struct ChoiceWay(ulong Below, int Target);
