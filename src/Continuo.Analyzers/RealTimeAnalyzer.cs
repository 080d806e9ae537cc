using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Continuo.Analyzers;

/// <summary>
/// Rejects in code marked [RealTime] what must not happen on an audio thread: allocating, locking, waiting, logging, throwing, and
/// calling what may do so. docs/real-time.md describes each diagnostic.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RealTimeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockAction(CheckBody);
        context.RegisterSymbolAction(Contracts.CheckMember, SymbolKind.Method, SymbolKind.Property);
        context.RegisterSymbolAction(Contracts.CheckType, SymbolKind.NamedType);
    }

    private static void CheckBody(OperationBlockAnalysisContext context)
    {
        var walker = new BodyWalker(context.ReportDiagnostic);
        var covered = SymbolFacts.IsRealTime(context.OwningSymbol);
        foreach (var block in context.OperationBlocks)
        {
            if (covered) walker.Visit(block);
            else VisitMarkedFunctions(block, walker);
        }
    }

    /// <summary>Local functions and lambdas may be marked although their method is not.</summary>
    private static void VisitMarkedFunctions(IOperation block, BodyWalker walker)
    {
        foreach (var operation in block.Descendants())
        {
            if (operation is ILocalFunctionOperation { Body: { } body } function && SymbolFacts.IsRealTime(function.Symbol))
            {
                walker.Visit(body);
            }
            else if (operation is IAnonymousFunctionOperation lambda && SymbolFacts.IsRealTime(lambda.Symbol))
            {
                walker.Visit(lambda.Body);
            }
        }
    }
}
