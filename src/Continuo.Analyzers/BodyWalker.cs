using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Continuo.Analyzers;

/// <summary>
/// Walks the body of real-time code, including lambdas and local functions, and reports everything that its operations do except
/// allocations.
/// </summary>
internal sealed class BodyWalker : AllocationWalker
{
    public BodyWalker(Action<Diagnostic> report)
        : base(report)
    {
    }

    public override void VisitInvocation(IInvocationOperation operation)
    {
        if (operation.TargetMethod.MethodKind != MethodKind.LocalFunction) // its body is walked at its declaration
        {
            CheckCall(operation.TargetMethod, operation.Instance?.Type, operation.IsVirtual, operation.Syntax);
        }

        base.VisitInvocation(operation);
    }

    public override void VisitPropertyReference(IPropertyReferenceOperation operation)
    {
        var property = operation.Property;
        var dispatched = CallRules.IsDispatched(property, operation.Syntax);
        var (read, written) = UseOf(operation);
        if (read && property.GetMethod is { } getter) CheckCall(getter, operation.Instance?.Type, dispatched, operation.Syntax);
        else if (written && property.SetMethod is { } setter) CheckCall(setter, operation.Instance?.Type, dispatched, operation.Syntax);
        base.VisitPropertyReference(operation);
    }

    public override void VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation)
    {
        var called = operation.IndexerSymbol is IPropertySymbol property ? property.GetMethod : operation.IndexerSymbol as IMethodSymbol;
        if (called is not null)
        {
            CheckCall(called, operation.Instance.Type, CallRules.IsDispatched(operation.IndexerSymbol, operation.Syntax), operation.Syntax);
        }

        base.VisitImplicitIndexerReference(operation);
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        if (operation.Type is { IsValueType: true } && operation.Constructor is { } constructor)
        {
            CheckCall(constructor, null, false, operation.Syntax);
        }

        base.VisitObjectCreation(operation);
    }

    public override void VisitConversion(IConversionOperation operation)
    {
        CheckOperator(operation.OperatorMethod, operation);
        base.VisitConversion(operation);
    }

    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        CheckOperator(operation.OperatorMethod, operation);
        base.VisitBinaryOperator(operation);
    }

    public override void VisitCompoundAssignment(ICompoundAssignmentOperation operation)
    {
        CheckOperator(operation.OperatorMethod, operation);
        base.VisitCompoundAssignment(operation);
    }

    public override void VisitUnaryOperator(IUnaryOperation operation)
    {
        CheckOperator(operation.OperatorMethod, operation);
        base.VisitUnaryOperator(operation);
    }

    public override void VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation)
    {
        CheckOperator(operation.OperatorMethod, operation);
        base.VisitIncrementOrDecrement(operation);
    }

    public override void VisitDeconstructionAssignment(IDeconstructionAssignmentOperation operation)
    {
        if (operation.Syntax is AssignmentExpressionSyntax syntax
            && operation.SemanticModel?.GetDeconstructionInfo(syntax).Method is { } method)
        {
            CheckCall(method, operation.Value.Type, method.IsVirtual, operation.Syntax);
        }

        base.VisitDeconstructionAssignment(operation);
    }

    public override void VisitRecursivePattern(IRecursivePatternOperation operation)
    {
        if (operation.DeconstructSymbol is IMethodSymbol method) CheckCall(method, operation.InputType, method.IsVirtual, operation.Syntax);
        base.VisitRecursivePattern(operation);
    }

    public override void VisitFunctionPointerInvocation(IFunctionPointerInvocationOperation operation)
    {
        Report(Rules.Dispatch, operation, operation.Target.Syntax.ToString(), "a function pointer");
        base.VisitFunctionPointerInvocation(operation);
    }

    public override void VisitDynamicInvocation(IDynamicInvocationOperation operation)
    {
        Report(Rules.Dispatch, operation, operation.Syntax.ToString(), "dynamic binding");
        base.VisitDynamicInvocation(operation);
    }

    public override void VisitDynamicMemberReference(IDynamicMemberReferenceOperation operation)
    {
        if (operation.Parent is not IDynamicInvocationOperation) Report(Rules.Dispatch, operation, operation.MemberName, "dynamic binding");
        base.VisitDynamicMemberReference(operation);
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        if (operation.IsAsynchronous) Report(Rules.Await, operation);
        else if (!IsDirect(operation))
        {
            Report(Rules.Enumerator, operation.Collection, TypeName(WithoutConversion(operation.Collection).Type));
        }

        base.VisitForEachLoop(operation);
    }

    public override void VisitUsing(IUsingOperation operation)
    {
        CheckDisposal(operation.Resources, operation.IsAsynchronous);
        base.VisitUsing(operation);
    }

    public override void VisitUsingDeclaration(IUsingDeclarationOperation operation)
    {
        CheckDisposal(operation.DeclarationGroup, operation.IsAsynchronous);
        base.VisitUsingDeclaration(operation);
    }

    public override void VisitLock(ILockOperation operation)
    {
        ReportAt(Rules.Lock, ((LockStatementSyntax)operation.Syntax).LockKeyword.GetLocation(), "A lock");
        base.VisitLock(operation);
    }

    public override void VisitAwait(IAwaitOperation operation)
    {
        Report(Rules.Await, operation);
        base.VisitAwait(operation);
    }

    public override void VisitReturn(IReturnOperation operation)
    {
        if (operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak) Report(Rules.Yield, operation);
        base.VisitReturn(operation);
    }

    // The thrown expression is not examined, because the throw itself must be removed.
    public override void VisitThrow(IThrowOperation operation) => Report(Rules.Throw, operation);

    public override void VisitCatchClause(ICatchClauseOperation operation)
    {
        ReportAt(Rules.Catch, ((CatchClauseSyntax)operation.Syntax).CatchKeyword.GetLocation());
        base.VisitCatchClause(operation);
    }

    public override void VisitLocalFunction(ILocalFunctionOperation operation)
    {
        if (!SymbolFacts.DoesNotReturn(operation.Symbol)) base.VisitLocalFunction(operation);
    }

    private static (bool Read, bool Written) UseOf(IOperation operation) => operation.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == operation => (false, true),
        IDeconstructionAssignmentOperation or ITupleOperation { Parent: IDeconstructionAssignmentOperation } => (false, true),
        _ => (true, false),
    };

    /// <summary>Whether a loop needs no enumerator, or a struct enumerator with [RealTime] members.</summary>
    private static bool IsDirect(IForEachLoopOperation loop)
    {
        var type = WithoutConversion(loop.Collection).Type;
        if (type is null or IArrayTypeSymbol || type.SpecialType == SpecialType.System_String || IsSpan(type)) return true;
        if (loop.Syntax is not CommonForEachStatementSyntax syntax || loop.SemanticModel?.GetForEachStatementInfo(syntax) is not { } info)
        {
            return false;
        }

        return info.GetEnumeratorMethod is { ReturnType.IsValueType: true } get && SymbolFacts.IsRealTime(get)
            && info.MoveNextMethod is { } next && SymbolFacts.IsRealTime(next)
            && info.CurrentProperty?.GetMethod is { } current && (SymbolFacts.IsRealTime(current) || SymbolFacts.IsAutomatic(current));
    }

    private void CheckOperator(IMethodSymbol? method, IOperation operation)
    {
        if (method is not null) CheckCall(method, null, false, operation.Syntax);
    }

    private void CheckDisposal(IOperation resources, bool asynchronous)
    {
        if (asynchronous)
        {
            Report(Rules.Await, resources);
            return;
        }

        var type = resources is IVariableDeclarationGroupOperation group
            ? group.Declarations.SelectMany(d => d.Declarators).FirstOrDefault()?.Symbol.Type
            : resources.Type;
        var dispose = MembersOf(type).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.IsEmpty);
        if (dispose is not null) CheckCall(dispose, type, CallRules.IsDispatched(dispose, resources.Syntax), resources.Syntax);
        else if (type is not null) Report(Rules.Call, resources, TypeName(type) + ".Dispose()");

        static IEnumerable<ISymbol> MembersOf(ITypeSymbol? type)
        {
            for (var t = type; t is not null; t = t.BaseType)
            {
                foreach (var member in t.GetMembers("Dispose")) yield return member;
            }
        }
    }

    private void CheckCall(IMethodSymbol method, ITypeSymbol? receiver, bool dispatched, SyntaxNode where)
    {
        if (CallRules.Check(method, receiver, dispatched, where) is { } diagnostic) Report(diagnostic);
    }
}
