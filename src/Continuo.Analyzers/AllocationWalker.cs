using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Continuo.Analyzers;

/// <summary>Walks the body of real-time code and reports what allocates in the language itself: objects, arrays, boxes, delegates, text.</summary>
internal abstract class AllocationWalker : OperationWalker
{
    private readonly Action<Diagnostic> _report;

    protected AllocationWalker(Action<Diagnostic> report) => _report = report;

    public override void Visit(IOperation? operation)
    {
        if (operation is not { ConstantValue.HasValue: true }) base.Visit(operation); // a constant is there already
    }

    // An attribute is written into the assembly, not made when the code runs.
    public override void VisitAttribute(IAttributeOperation operation)
    {
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        if (operation.Type is { SpecialType: SpecialType.System_String }) Report(Rules.Text, operation);
        else if (operation.Type is { IsReferenceType: true } type) Report(Rules.Object, operation, $"an object of type '{TypeName(type)}'");
        base.VisitObjectCreation(operation);
    }

    public override void VisitAnonymousObjectCreation(IAnonymousObjectCreationOperation operation)
    {
        Report(Rules.Object, operation, "an anonymous object");
        base.VisitAnonymousObjectCreation(operation);
    }

    public override void VisitTypeParameterObjectCreation(ITypeParameterObjectCreationOperation operation)
    {
        Report(Rules.Object, operation, $"a '{TypeName(operation.Type)}' by reflection");
        base.VisitTypeParameterObjectCreation(operation);
    }

    public override void VisitDynamicObjectCreation(IDynamicObjectCreationOperation operation)
    {
        Report(Rules.Object, operation, $"an object of type '{TypeName(operation.Type)}'");
        base.VisitDynamicObjectCreation(operation);
    }

    public override void VisitWith(IWithOperation operation)
    {
        if (operation.Type is { IsReferenceType: true } type) Report(Rules.Object, operation, $"a copy of a '{TypeName(type)}'");
        base.VisitWith(operation);
    }

    public override void VisitArrayCreation(IArrayCreationOperation operation)
    {
        Report(Rules.Array, operation);
        base.VisitArrayCreation(operation);
    }

    public override void VisitArrayElementReference(IArrayElementReferenceOperation operation)
    {
        if (operation.Indices.Any(i => i.Type?.ToDisplayString() == "System.Range")) Report(Rules.Array, operation); // a slice of an array is a copy
        base.VisitArrayElementReference(operation);
    }

    public override void VisitArgument(IArgumentOperation operation)
    {
        if (operation is { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer: { } items } })
        {
            var method = (operation.Parent as IInvocationOperation)?.TargetMethod.Name ?? operation.Parameter?.ContainingSymbol.Name;
            if (items.ElementValues.Length > 0) Report(Rules.Params, operation.Parent ?? operation, method); // none share one empty array
            Visit(items);
            return;
        }

        base.VisitArgument(operation);
    }

    public override void VisitCollectionExpression(ICollectionExpressionOperation operation)
    {
        var spreads = operation.Elements.Any(e => e is ISpreadOperation);
        var free = operation.Type switch
        {
            IArrayTypeSymbol => operation.Elements.IsEmpty, // all empty ones are one
            { } type when IsSpan(type) => !spreads,
            _ => false,
        };
        if (!free) Report(Rules.Collection, operation);
        base.VisitCollectionExpression(operation);
    }

    public override void VisitConversion(IConversionOperation operation)
    {
        if (operation.GetConversion().IsBoxing) Report(Rules.Boxing, operation, TypeName(operation.Operand.Type));
        base.VisitConversion(operation);
    }

    public override void VisitDelegateCreation(IDelegateCreationOperation operation)
    {
        if (operation.Target is IAnonymousFunctionOperation lambda)
        {
            Report(Rules.Delegate, operation, Captured(lambda));
            Visit(lambda.Body);
        }
        else
        {
            Report(Rules.Delegate, operation, operation.Target is IMethodReferenceOperation { Method: var method } ? $" from the method '{method.Name}'" : "");
            Visit(operation.Target);
        }
    }

    public override void VisitEventAssignment(IEventAssignmentOperation operation) => Report(Rules.Delegate, operation, " for an event");

    public override void VisitInterpolatedString(IInterpolatedStringOperation operation)
    {
        Report(Rules.Text, operation);
        base.VisitInterpolatedString(operation);
    }

    // The calls that fill the handler are the compiler's, not the author's.
    public override void VisitInterpolatedStringHandlerCreation(IInterpolatedStringHandlerCreationOperation operation) => Report(Rules.Text, operation);

    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        if (IsConcatenation(operation))
        {
            if (operation.Parent is not IBinaryOperation parent || !IsConcatenation(parent)) Report(Rules.Text, operation);
            Visit(WithoutConversion(operation.LeftOperand));
            Visit(WithoutConversion(operation.RightOperand));
            return;
        }

        if (operation.Type is { TypeKind: TypeKind.Delegate }) Report(Rules.Delegate, operation, " by combining two");
        base.VisitBinaryOperator(operation);
    }

    public override void VisitCompoundAssignment(ICompoundAssignmentOperation operation)
    {
        if (operation.Type is { SpecialType: SpecialType.System_String })
        {
            Report(Rules.Text, operation);
            Visit(WithoutConversion(operation.Value));
            return;
        }

        if (operation.Type is { TypeKind: TypeKind.Delegate }) Report(Rules.Delegate, operation, " by combining two");
        base.VisitCompoundAssignment(operation);
    }

    protected static bool IsSpan(ITypeSymbol type) =>
        type is { Name: "Span" or "ReadOnlySpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    protected static IOperation WithoutConversion(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion ? conversion.Operand : operation;

    protected static string TypeName(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?";

    protected void Report(Diagnostic diagnostic) => _report(diagnostic);

    protected void Report(DiagnosticDescriptor rule, IOperation operation, params object?[] words) => ReportAt(rule, operation.Syntax.GetLocation(), words);

    protected void ReportAt(DiagnosticDescriptor rule, Location location, params object?[] words) => _report(Diagnostic.Create(rule, location, words));

    private static bool IsConcatenation(IBinaryOperation operation) =>
        operation is { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String, ConstantValue.HasValue: false };

    /// <summary>What a lambda captures, in words; nothing if it captures nothing.</summary>
    private static string Captured(IAnonymousFunctionOperation lambda)
    {
        if (lambda.SemanticModel?.AnalyzeDataFlow(lambda.Syntax) is not { Succeeded: true } flow) return "";
        var names = flow.ReadInside.Concat(flow.WrittenInside).Except(flow.VariablesDeclared, SymbolEqualityComparer.Default)
            .Select(s => s!.Name).Distinct().OrderBy(n => n, StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "" : " that captures " + string.Join(", ", names);
    }
}
