using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Continuo.Analyzers;

/// <summary>
/// Requirements of [RealTime] beyond the member's own body: members that override or implement a [RealTime] member must be [RealTime] as
/// well, which is why calls through an interface are allowed; and native functions may only have parameters that need no conversion.
/// </summary>
internal static class Contracts
{
    public static void CheckMember(SymbolAnalysisContext context)
    {
        var member = context.Symbol;
        if (member is IMethodSymbol { AssociatedSymbol: not null }) return; // its property is checked
        if (member is IMethodSymbol { PartialDefinitionPart: not null }) return; // the other part is checked
        var marked = SymbolFacts.IsRealTime(member);
        if (marked && member is IMethodSymbol native && SymbolFacts.IsNative(native)) CheckNative(context, native);
        if (marked) return;
        var overridden = member is IMethodSymbol method ? method.OverriddenMethod : (ISymbol?)((IPropertySymbol)member).OverriddenProperty;
        if (overridden is not null && SymbolFacts.IsRealTime(overridden)) Report(context, member, overridden);
    }

    public static void CheckType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Interface) return;
        foreach (var promised in type.AllInterfaces.SelectMany(i => i.GetMembers()))
        {
            if (promised is not (IMethodSymbol { AssociatedSymbol: null } or IPropertySymbol) || !SymbolFacts.IsRealTime(promised))
            {
                continue;
            }

            if (type.FindImplementationForInterfaceMember(promised) is not { } actual || SymbolFacts.IsRealTime(actual)) continue;

            // An implementation inherited from a base class is reported once, at the class that adds the interface.
            var inherited = !SymbolEqualityComparer.Default.Equals(actual.ContainingType, type);
            if (inherited && type.BaseType?.FindImplementationForInterfaceMember(promised) is not null) continue;
            Report(context, actual, promised, inherited ? type : actual);
        }
    }

    private static void CheckNative(SymbolAnalysisContext context, IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (!IsBlittable(parameter.Type) && !IsHandle(parameter.Type)) Report(parameter.Name, parameter.Type, parameter);
        }

        if (!method.ReturnsVoid && !IsBlittable(method.ReturnType)) Report("The result", method.ReturnType, method);

        void Report(string what, ITypeSymbol type, ISymbol where) =>
            context.ReportDiagnostic(Diagnostic.Create(Rules.Native, where.Locations[0], what, method.Name,
                type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
    }

    private static bool IsBlittable(ITypeSymbol type) =>
        type.IsUnmanagedType
            && type.SpecialType is not (SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_Decimal);

    // A handle passed as an argument is only reference-counted, which keeps it open during the call. A returned handle is an object.
    private static bool IsHandle(ITypeSymbol? type) =>
        type is not null && (type.ToDisplayString() == "System.Runtime.InteropServices.SafeHandle" || IsHandle(type.BaseType));

    private static void Report(SymbolAnalysisContext context, ISymbol actual, ISymbol promised, ISymbol? where = null) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.Contract, (where ?? actual).Locations[0], Name(actual), Name(promised)));

    private static string Name(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
