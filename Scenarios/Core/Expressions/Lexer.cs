using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Expressions;

/// <summary>Takes an expression apart into words.</summary>
internal sealed class Lexer(string text)
{
    private int _at;

    /// <summary>What is wrong with the text; <see langword="null"/> so far.</summary>
    public ExpressionError? Error { get; private set; }

    /// <summary>The next word; at the end, and behind an error, <see cref="TokenKind.End"/>.</summary>
    public Token Next()
    {
        SkipBlanks();
        if (_at == text.Length || Error is not null) return new Token(TokenKind.End, "", text.Length, 1);
        var start = _at;
        var first = text[_at];
        if (char.IsAsciiDigit(first)) return Taken(TokenKind.Number, start, IsNumberPart);
        if (char.IsAsciiLetter(first) || first == '_') return Taken(TokenKind.Name, start, IsNamePart);
        if (first is '"' or '\'') return Quoted(start, first);
        if ("+-*/()[],=".Contains(first))
        {
            _at++;
            return new Token(TokenKind.Symbol, first.ToString(), start, 1);
        }

        Error = new ExpressionError($"{Readable.Quoted(first.ToString())} has no place in an expression", start, 1);
        return Next();
    }

    /// <summary>The value of a selector: everything up to the next comma or bracket, or a text in quotes.</summary>
    public Token NextValue()
    {
        SkipBlanks();
        if (_at < text.Length && text[_at] is '"' or '\'') return Next();
        var start = _at;
        while (_at < text.Length && text[_at] is not (',' or ']' or '[' or '=')) _at++;
        var value = text[start.._at].TrimEnd();
        return value.Length == 0 ? new Token(TokenKind.End, "", Math.Min(start, text.Length), 1) : new Token(TokenKind.Name, value, start, value.Length);
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    private Token Taken(TokenKind kind, int start, Func<int, bool> isPart)
    {
        while (_at < text.Length && isPart(_at)) _at++;
        return new Token(kind, text[start.._at], start, _at - start);
    }

    private Token Quoted(int start, char quote)
    {
        var end = text.IndexOf(quote, start + 1);
        if (end < 0)
        {
            Error = new ExpressionError("the quote is not closed", start, text.Length - start);
            return Next();
        }

        _at = end + 1;
        return new Token(TokenKind.Quoted, text[(start + 1)..end], start, _at - start);
    }

    private bool IsNumberPart(int at)
    {
        if (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.') return true;

        // The sign of an exponent belongs to the number: 1e-3.
        return text[at] is '-' or '+' && text[at - 1] is 'e' or 'E' && text[at] is '-' or '+';
    }

    private bool IsNamePart(int at) => char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.';
}
