using Microsoft.CodeAnalysis;

namespace Continuo.Analyzers;

/// <summary>
/// Platform members that real-time code may call. The reason for each entry is in docs/real-time.md. Members that return a string, an array
/// or an interface are excluded, wherever they are declared: they allocate, or call unknown code.
/// </summary>
internal static class AllowList
{
    // Arithmetic, bits, memory ordering and views on memory: all members.
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.Math", "System.MathF", "System.Numerics.BitOperations", "System.Buffers.Binary.BinaryPrimitives",
        "System.Threading.Volatile", "System.Threading.Interlocked",
        "System.Span`1", "System.ReadOnlySpan`1", "System.Runtime.InteropServices.MemoryMarshal", "System.Runtime.CompilerServices.Unsafe",
        "System.Index", "System.Range", "System.Nullable`1", "System.Int128", "System.UInt128", "System.Half", "System.TimeSpan",
        "System.Numerics.Complex", "System.Numerics.Vector", "System.Numerics.Vector`1", "System.Numerics.Vector2",
        "System.Numerics.Vector3", "System.Numerics.Vector4",
    };

    // Whole namespaces: processor instructions, and the operators of generic arithmetic.
    private static readonly HashSet<string> Namespaces = new(StringComparer.Ordinal)
    {
        "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.X86", "System.Runtime.Intrinsics.Arm", "System.Runtime.Intrinsics.Wasm",
    };

    // Individual members of types that also contain others.
    private static readonly Dictionary<string, HashSet<string>> Members = new(StringComparer.Ordinal)
    {
        ["System.Object"] = Names(".ctor", "ReferenceEquals"),
        ["System.ValueType"] = Names(".ctor"),
        ["System.Array"] = Names("Length", "Clear", "Copy", "Fill", "Reverse"),
        ["System.String"] = Names("Length", "op_Equality", "op_Inequality", "op_Implicit"),
        ["System.Buffer"] = Names("MemoryCopy", "BlockCopy"),
        ["System.Runtime.InteropServices.NativeMemory"] = Names("Copy", "Clear", "Fill"),
        ["System.MemoryExtensions"] = Names("AsSpan", "CopyTo", "SequenceEqual", "IndexOf", "Contains", "ContainsAnyExcept",
            "IndexOfAnyExcept", "Reverse"),
        ["System.Diagnostics.Stopwatch"] = Names("GetTimestamp", "GetElapsedTime"),
        ["System.Diagnostics.Debug"] = Names("Assert"),
        ["System.GC"] = Names("KeepAlive", "GetAllocatedBytesForCurrentThread"),
        ["System.DateTime"] = Names("UtcNow", "Ticks", "op_Subtraction"),
        ["System.Environment"] = Names("TickCount64", "CurrentManagedThreadId"),
        ["System.Threading.CancellationToken"] = Names("IsCancellationRequested", "CanBeCanceled"),
        ["System.OperatingSystem"] = Names("IsLinux", "IsWindows", "IsMacOS"),
        ["System.BitConverter"] = Names("SingleToInt32Bits", "Int32BitsToSingle", "DoubleToInt64Bits", "Int64BitsToDouble",
            "SingleToUInt32Bits", "UInt32BitsToSingle"),
        ["System.Runtime.InteropServices.SafeHandle"] = Names("DangerousGetHandle", "IsClosed"),
        ["System.Runtime.CompilerServices.RuntimeHelpers"] = Names("IsReferenceOrContainsReferences"),
    };

    public static bool Allows(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (method.ContainingType is not { } type) return false;
        if (IsGuard(method)) return true;
        if (Returns(method.ReturnType)) return false;

        var name = method.AssociatedSymbol is { } property ? property.Name : method.Name;
        var home = type.ContainingNamespace.ToDisplayString();
        if (IsNumber(type)) return !name.Contains("Parse") && !name.Contains("Format");
        if (type.TypeKind == TypeKind.Interface) return home == "System.Numerics" && method.IsStatic;
        if (Namespaces.Contains(home) || type.IsTupleType) return true;
        var full = home + "." + type.MetadataName;
        return Types.Contains(full) || (Members.TryGetValue(full, out var names) && names.Contains(name));
    }

    // ObjectDisposedException.ThrowIf and similar guards throw only on a bug.
    private static bool IsGuard(IMethodSymbol method) =>
        method.IsStatic && method.Name.StartsWith("ThrowIf", StringComparison.Ordinal) && IsException(method.ContainingType);

    private static bool IsException(ITypeSymbol? type) =>
        type is not null && (type.ToDisplayString() == "System.Exception" || IsException(type.BaseType));

    private static bool Returns(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String || type.TypeKind is TypeKind.Array or TypeKind.Interface;

    private static bool IsNumber(ITypeSymbol type) =>
        type.SpecialType is (
            >= SpecialType.System_Boolean and <= SpecialType.System_Double) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private static HashSet<string> Names(params string[] names) => new(names, StringComparer.Ordinal);
}
