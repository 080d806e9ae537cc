using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Continuo.Analyzers;

/// <summary>Reads properties of symbols: [RealTime], [DoesNotReturn], and whether the compiler generated a member.</summary>
internal static class SymbolFacts
{
    private const string RealTime = "Continuo.Diagnostics.RealTimeAttribute";

    /// <summary>
    /// Whether a member is [RealTime]: by its own attribute, its property's, or its type's. The attribute of a class does not apply to its
    /// construction (constructors, initializers, finalizer), because real-time code cannot create instances.
    /// </summary>
    public static bool IsRealTime(ISymbol symbol)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced.OriginalDefinition : symbol.OriginalDefinition;
        if (Has(symbol, RealTime)) return true;
        if (symbol is IMethodSymbol { AssociatedSymbol: { } property } && Has(property, RealTime)) return true;
        if (!IsCoveredByType(symbol)) return false;
        for (var type = symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (Has(type, RealTime)) return true;
        }

        return false;
    }

    /// <summary>Whether a call never returns normally: it throws, and thereby reports a bug.</summary>
    public static bool DoesNotReturn(IMethodSymbol method) =>
        Has(method.OriginalDefinition, "System.Diagnostics.CodeAnalysis.DoesNotReturnAttribute");

    /// <summary>Whether a native function is called.</summary>
    public static bool IsNative(IMethodSymbol method) =>
        method.GetDllImportData() is not null || Has(method, "System.Runtime.InteropServices.LibraryImportAttribute");

    /// <summary>
    /// Whether the compiler generated a member that only accesses fields: automatic properties, primary constructors, equality of structs.
    /// </summary>
    public static bool IsAutomatic(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        if (method.AssociatedSymbol is IPropertySymbol property) return IsAutomatic(method, property);
        if (!method.ContainingType.IsValueType) return false;
        return method.IsImplicitlyDeclared
            || (method.MethodKind == MethodKind.Constructor
            && method.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax));
    }

    private static bool IsAutomatic(IMethodSymbol accessor, IPropertySymbol property)
    {
        if (property.ContainingType.IsAnonymousType) return true;
        if (property.IsVirtual || property.IsAbstract || (property.IsOverride && !property.IsSealed && !property.ContainingType.IsSealed))
        {
            return false;
        }

        if (Has(accessor, "System.Runtime.CompilerServices.CompilerGeneratedAttribute")) return true; // from another assembly
        return property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
            && accessor.DeclaringSyntaxReferences.All(r => r.GetSyntax() is ParameterSyntax or AccessorDeclarationSyntax
            {
                Body: null,
                ExpressionBody: null
            });
    }

    private static bool IsCoveredByType(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.StaticConstructor or MethodKind.Destructor } => false,
        IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol => symbol.ContainingType.IsValueType && !symbol.IsStatic,
        IMethodSymbol or IPropertySymbol => true,
        _ => false,
    };

    private static bool Has(ISymbol symbol, string attribute)
    {
        foreach (var data in symbol.GetAttributes())
        {
            if (data.AttributeClass?.ToDisplayString() == attribute) return true;
        }

        return false;
    }
}
