using GmpSim.Results;
using GmpSim.Scenarios.Expressions;

namespace GmpSim.Scenarios.Claims;

/// <summary>Makes an expression of the scenario format ready to be evaluated.</summary>
internal static class ClaimReader
{
    internal static ClaimExpression Of(Expression expression)
    {
        var places = new List<MetricAt>();
        var placeOf = new Dictionary<MetricReference, int>(ReferenceEqualityComparer.Instance);
        foreach (var reference in expression.References)
        {
            var place = PlaceOf(reference);
            var known = places.FindIndex(p => p.Metric == place.Metric && p.At.SequenceEqual(place.At));
            if (known < 0) places.Add(place);
            placeOf[reference] = known < 0 ? places.Count - 1 : known;
        }

        return new(places, values => expression.Evaluate(reference => values[placeOf[reference]]), IsQuotient(expression));
    }

    private static MetricAt PlaceOf(MetricReference reference) => new(
        Metrics.Find(reference.Metric) ?? throw new ArgumentException($"There is no metric '{reference.Metric}'.", nameof(reference)),
        [.. reference.Selectors.Select(s => KeyValuePair.Create(s.Name, s.Value))]);

    // "No change" is 1 where things are multiplied and divided, and 0 where they are subtracted.
    private static bool IsQuotient(Expression expression) => expression switch
    {
        BinaryExpression { Operator: '/' } quotient => IsQuotient(quotient.Left) || (quotient.Left.References.Any() && quotient.Right.References.Any()),
        BinaryExpression { Operator: '*' } product => IsQuotient(product.Left) || IsQuotient(product.Right),
        CallExpression call => call.Arguments.Any(IsQuotient),
        _ => false,
    };
}
