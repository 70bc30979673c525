namespace GmpSim.GoRuntime;

/// <summary>The simulated runtime has reached a state that Go's scheduler can never be in: a bug of the model.</summary>
public sealed class InvariantViolationException : InvalidOperationException
{
    /// <summary>Creates the exception without details.</summary>
    public InvariantViolationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What does not hold, when, at which event of which run.</param>
    public InvariantViolationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public InvariantViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
