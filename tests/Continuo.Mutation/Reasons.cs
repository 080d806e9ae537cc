namespace Continuo.Mutation;

/// <summary>The survivors that are known, and why no test finds them: lines of <c>file | operator | original = reason</c>.</summary>
internal static class Reasons
{
    public static Dictionary<string, string> Read(string path) => File.ReadLines(path)
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(" = reason: ", 2))
        .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
}
