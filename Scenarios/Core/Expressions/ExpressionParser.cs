using System.Globalization;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Expressions;

/// <summary>Reads expressions over metrics.</summary>
/// <remarks>
/// <code>
/// sum      = product { ("+" | "-") product }
/// product  = factor { ("*" | "/") factor }
/// factor   = "-" factor | NUMBER | "(" sum ")" | ("min" | "max" | "abs") "(" sum { "," sum } ")"
///          | METRIC [ "[" NAME "=" VALUE { "," NAME "=" VALUE } "]" ]
/// </code>
/// A value is everything up to the next comma or bracket, or a text in quotes.
/// </remarks>
public sealed class ExpressionParser
{
    private const int DeepestNesting = 64;
    private const int LongestText = 4096;

    private readonly Lexer _lexer;
    private readonly string _text;
    private ExpressionError? _error;
    private Token _current;
    private int _depth;

    private ExpressionParser(string text)
    {
        _text = text;
        _lexer = new Lexer(text);
        _current = _lexer.Next();
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="error">What is wrong with it; <see langword="null"/> where nothing is.</param>
    /// <returns>The expression; <see langword="null"/> where something is wrong.</returns>
    public static Expression? Parse(string text, out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
        {
            error = new ExpressionError($"the expression is longer than {LongestText} characters", 0, 1);
            return null;
        }

        var parser = new ExpressionParser(text);
        var expression = parser.Sum();
        if (parser._error is null && parser._current.Kind != TokenKind.End) parser.Fail(parser._current.Kind == TokenKind.Name || parser._current.Kind == TokenKind.Number ? "an operator" : "the end");
        error = parser._lexer.Error ?? parser._error;
        return error is null ? expression : null;
    }

    private Expression? Sum()
    {
        var left = Product();
        while (left is not null && (Is('+') || Is('-')))
        {
            var symbol = Take().Text[0];
            left = Product() is { } right ? new BinaryExpression(symbol, left, right) : null;
        }

        return left;
    }

    private Expression? Product()
    {
        var left = Factor();
        while (left is not null && (Is('*') || Is('/')))
        {
            var symbol = Take().Text[0];
            left = Factor() is { } right ? new BinaryExpression(symbol, left, right) : null;
        }

        return left;
    }

    private Expression? Factor()
    {
        if (++_depth > DeepestNesting) return Fail($"nested deeper than {DeepestNesting} levels", _current);
        var factor = Inner();
        _depth--;
        return factor;
    }

    private Expression? Inner()
    {
        if (Is('-'))
        {
            Take();
            return Factor() is { } operand ? new NegationExpression(operand) : null;
        }

        if (Is('('))
        {
            Take();
            var inner = Sum();
            return inner is not null && Expect(')') ? inner : null;
        }

        return _current.Kind switch
        {
            TokenKind.Number => Number(),
            TokenKind.Name => Named(),
            _ => Fail("a metric or a number"),
        };
    }

    private Expression? Number()
    {
        var token = Take();
        if (double.TryParse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)) return new NumberExpression(value);
        return Fail($"{Readable.Quoted(token.Text)} is not a number; numbers of an expression have no unit", token);
    }

    private Expression? Named()
    {
        var name = Take();
        if (Is('(')) return Call(name);
        if (!Is('[')) return new MetricReference(name.Text, name.Offset, []);

        var selectors = new List<PointSelector>();
        do
        {
            Take();
            if (Selector() is not { } selector) return null;
            selectors.Add(selector);
        }
        while (Is(','));
        return Expect(']') ? new MetricReference(name.Text, name.Offset, selectors) : null;
    }

    private PointSelector? Selector()
    {
        if (_current.Kind != TokenKind.Name)
        {
            Fail("a swept key");
            return null;
        }

        var name = Take();
        if (!Is('='))
        {
            Fail($"'=' and a value behind '{Readable.Cut(name.Text)}'");
            return null;
        }

        var value = _lexer.NextValue();
        if (value.Kind == TokenKind.End)
        {
            Fail($"a value behind '{Readable.Cut(name.Text)}='", value.Offset);
            return null;
        }

        _current = _lexer.Next();
        var quote = value.Kind == TokenKind.Quoted ? 1 : 0;
        return new PointSelector(name.Text, name.Offset, value.Text, value.Offset + quote);
    }

    private Expression? Call(Token function)
    {
        if (!CallExpression.Functions.Contains(function.Text))
        {
            _error ??= new ExpressionError($"unknown function {Readable.Quoted(function.Text)}; there are {string.Join(", ", CallExpression.Functions)}", function.Offset, function.Length, Nearest.To(function.Text, CallExpression.Functions));
            return null;
        }

        var arguments = new List<Expression>();
        do
        {
            Take();
            if (Sum() is not { } argument) return null;
            arguments.Add(argument);
        }
        while (Is(','));
        if (!Expect(')')) return null;
        return function.Text == "abs" && arguments.Count != 1 ? Fail($"'abs' takes one operand, not {arguments.Count}", function) : new CallExpression(function.Text, arguments);
    }

    private bool Is(char symbol) => _current.Kind == TokenKind.Symbol && _current.Text[0] == symbol;

    private Token Take()
    {
        var taken = _current;
        _current = _lexer.Next();
        return taken;
    }

    private bool Expect(char symbol)
    {
        if (!Is(symbol))
        {
            Fail($"'{symbol}'");
            return false;
        }

        Take();
        return true;
    }

    private Expression? Fail(string expected, int offset = -1)
    {
        var isEnd = offset >= 0 ? offset >= _text.Length : _current.Kind == TokenKind.End;
        var found = isEnd ? "the expression ends here" : $"{Readable.Quoted(offset >= 0 ? _text[offset].ToString() : _current.Text)} stands here";
        _error ??= new ExpressionError($"{found}, where {expected} is expected", offset >= 0 ? offset : _current.Offset, offset >= 0 ? 1 : _current.Length);
        return null;
    }

    private Expression? Fail(string message, Token token)
    {
        _error ??= new ExpressionError(message, token.Offset, token.Length);
        return null;
    }
}
