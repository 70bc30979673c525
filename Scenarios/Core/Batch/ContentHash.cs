using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>A hash of everything that a tree of plain records says: two trees with the same content have the same hash.</summary>
/// <remarks>
/// Walks the public properties by name, so a section added to the scenario format is in the hash without anyone
/// having to think of it. The place in the file is left out: a comment added above a scenario changes nothing.
/// </remarks>
public sealed class ContentHash : IDisposable
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = new();

    // A recording of many arrivals is shared by all points of a sweep: its hash is worked out once.
    private const int LongList = 1000;
    private static readonly ConditionalWeakTable<object, string> s_longLists = new();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _text = new();

    /// <summary>Adds a value: a record, a list, a dictionary, a number, a text, or nothing.</summary>
    public ContentHash Add(object? value)
    {
        Walk(value);
        Flush();
        return this;
    }

    /// <summary>The hash of everything added, 32 hexadecimal digits; starts anew.</summary>
    public string Take() => Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, 16));

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Walk(object? value)
    {
        switch (value)
        {
            case null: _text.Append("null;"); break;
            case string text: _text.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text};"); break;
            case SimDuration span: _text.Append(CultureInfo.InvariantCulture, $"{span.Picoseconds}ps;"); break;
            case double number: _text.Append(number.ToString("R", CultureInfo.InvariantCulture)).Append(';'); break;
            case decimal number: _text.Append(number.ToString("0.############################", CultureInfo.InvariantCulture)).Append(';'); break;
            case Enum or bool or char: _text.Append(value).Append(';'); break;
            case IFormattable number when value.GetType().IsPrimitive: _text.Append(number.ToString(null, CultureInfo.InvariantCulture)).Append(';'); break;
            case IDictionary map: WalkMap(map); break;
            case IEnumerable list: WalkList(list); break;
            default: WalkRecord(value); break;
        }

        if (_text.Length > 1 << 16) Flush();
    }

    private void WalkMap(IDictionary map)
    {
        _text.Append('{');
        foreach (var key in map.Keys.Cast<string>().Order(StringComparer.Ordinal))
        {
            Walk(key);
            Walk(map[key]);
        }

        _text.Append('}');
    }

    private void WalkList(IEnumerable list)
    {
        if (list is ICollection { Count: >= LongList }) _text.Append('[').Append(s_longLists.GetValue(list, HashOfItems)).Append(']');
        else WalkItems(list);
    }

    private static string HashOfItems(object list)
    {
        using var hash = new ContentHash();
        hash.WalkItems((IEnumerable)list);
        hash.Flush();
        return hash.Take();
    }

    private void WalkItems(IEnumerable list)
    {
        // A read-only dictionary of another make is a list of pairs in some order; the order must not count.
        if (list.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)))
            list = list.Cast<object>().OrderBy(pair => (string)pair.GetType().GetProperty("Key")!.GetValue(pair)!, StringComparer.Ordinal);

        _text.Append('[');
        foreach (var item in list) Walk(item);
        _text.Append(']');
    }

    private void WalkRecord(object record)
    {
        _text.Append(record.GetType().Name).Append('(');
        foreach (var property in s_properties.GetOrAdd(record.GetType(), PropertiesOf))
        {
            _text.Append(property.Name).Append('=');
            Walk(property.GetValue(record));
        }

        _text.Append(')');
    }

    private static PropertyInfo[] PropertiesOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0 && p.Name != "Place")
            .OrderBy(p => p.Name, StringComparer.Ordinal)];

    private void Flush()
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
    }
}
