using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Continuo.Mutation;

/// <summary>Writes mutants into a file, each behind a switch: all are compiled once, and the environment chooses the one that is active.</summary>
/// <param name="mutants">Mutants of the file with their numbers, no two of them at one place.</param>
internal sealed class MutantPlanter(IEnumerable<(int Id, Mutant Mutant)> mutants) : CSharpSyntaxRewriter
{
    private readonly Dictionary<TextSpan, (int Id, Mutant Mutant)> _mutants = mutants.ToDictionary(m => m.Mutant.Span);

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        var visited = base.Visit(node);
        if (node is null || visited is null || !_mutants.TryGetValue(node.Span, out var planted) || planted.Mutant.Kind != node.Kind()) return visited;
        return planted.Mutant.Apply(visited, string.Create(CultureInfo.InvariantCulture, $"global::Continuo.Mutation.MutantSwitch.Is({planted.Id})"));
    }
}
