using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Continuo.Analyzers;

/// <summary>Decides whether real-time code may call a method, and which rule describes a violation best.</summary>
internal static class CallRules
{
    /// <summary>The violated rule as a diagnostic at <paramref name="where"/>; <see langword="null"/> if the call is allowed.</summary>
    /// <param name="method">The called method, as bound by the compiler.</param>
    /// <param name="receiver">Type of the receiver; <see langword="null"/> for static methods and constructors.</param>
    /// <param name="dispatched">Whether the method is dispatched at run time.</param>
    /// <param name="where">Location of the call.</param>
    public static Diagnostic? Check(IMethodSymbol method, ITypeSymbol? receiver, bool dispatched, SyntaxNode where)
    {
        if (SymbolFacts.IsRealTime(method)
            || AllowList.Allows(method)
            || SymbolFacts.DoesNotReturn(method)
            || SymbolFacts.IsAutomatic(method))
        {
            return null;
        }

        var at = where.GetLocation();
        if (BuildsText(method)) return Diagnostic.Create(Rules.Text, at);
        if (ForbiddenCalls.RuleFor(method) is { } rule) return Diagnostic.Create(rule, at, Name(method));
        if (receiver is { IsValueType: true }
            && method.ContainingType.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum)
        {
            return Diagnostic.Create(Rules.Boxing, at, receiver?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return Diagnostic.Create(Rules.Dispatch, at, method.ContainingType.Name, "a delegate");
        }

        if (method.ContainingType.TypeKind == TypeKind.Interface && !method.IsStatic)
        {
            return Diagnostic.Create(Rules.Dispatch, at, Name(method), "an interface");
        }

        if (dispatched && receiver is not { IsSealed: true }) return Diagnostic.Create(Rules.Dispatch, at, Name(method), "a virtual call");
        return Diagnostic.Create(Rules.Call, at, Name(method));
    }

    /// <summary>Whether a method is dispatched at run time; not if it is called on <c>base</c>.</summary>
    public static bool IsDispatched(ISymbol member, SyntaxNode where) =>
        (member.IsVirtual || member.IsAbstract || (member.IsOverride && !member.IsSealed))
        && where is not MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax };

    private static bool BuildsText(IMethodSymbol method)
    {
        if (method.Name == "ToString" && method.Parameters.Length <= 2) return true;
        var type = method.ContainingType;
        return type.SpecialType == SpecialType.System_String
            || (type.Name == "StringBuilder" && type.ContainingNamespace.ToDisplayString() == "System.Text");
    }

    private static string Name(ISymbol method) =>
        (method is IMethodSymbol { AssociatedSymbol: { } property } ? property : method)
            .ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
