using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Continuo.Mutation;

/// <summary>One change to one place of the sources.</summary>
/// <param name="File">The file, relative to <c>src/Continuo</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Span">The node that is changed.</param>
/// <param name="Kind">The kind of that node: an argument and its expression have the same span.</param>
/// <param name="Operator">Which kind of change.</param>
/// <param name="Original">The text of the node, on one line.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="Apply">Given the node with the mutants inside it planted, and the expression that is true when this mutant is active, the
/// node that carries both.</param>
internal sealed record Mutant(
    string File,
    int Line,
    TextSpan Span,
    SyntaxKind Kind,
    MutationOperator Operator,
    string Original,
    string Replacement,
    Func<SyntaxNode, string, SyntaxNode> Apply)
{
    /// <summary>The folder of the core in which the file is.</summary>
    public string Folder => File[..File.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Whether a test class, given by its full name, tests this file in the first place: it has the file's place and begins with its name.</summary>
    public bool IsMirroredBy(string testClass) => testClass.Contains($".{Folder}.{Path.GetFileNameWithoutExtension(File)}", StringComparison.Ordinal);

    /// <summary>Whether a test class lies in the folder that mirrors the file's.</summary>
    public bool IsInFolderOf(string testClass) => testClass.Contains($".{Folder}.", StringComparison.Ordinal);

    /// <summary>What identifies the mutant as long as its line is not rewritten.</summary>
    public string Key => $"{File} | {Operator} | {Original}";

    /// <summary>Whether the change removes a call that releases or ends something. Audio does not show that it is missing, so it is always planted.</summary>
    public bool RemovesRelease => Operator == MutationOperator.RemoveStatement && ReleaseCalls.Any(call => Original.Contains(call, StringComparison.Ordinal));

    private static readonly string[] ReleaseCalls = ["Dispose(", "Finish(", ".Remove(", "Close(", ".Cancel(", "Interrupt(", "Unregister(", "Free(", ".Stop("];
}
