using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Continuo.Analyzers;

/// <summary>
/// What is forbidden in [RealTime] code. Each message states what was found, why it is forbidden, and what to do; docs/real-time.md has
/// examples.
/// </summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor Object = Rule(
        "CTN001",
        "Object allocated in real-time code",
        "This allocates {0}; a collection may then stop the audio thread. Create it once, where the audio path is built, and keep it.");

    public static readonly DiagnosticDescriptor Array = Rule(
        "CTN002",
        "Array allocated in real-time code",
        "This allocates an array; a collection may then stop the audio thread. Keep a preallocated one, take a Span from the caller, or "
            + "use stackalloc for a few bytes.");

    public static readonly DiagnosticDescriptor Boxing = Rule(
        "CTN003",
        "Value boxed in real-time code",
        "This boxes a value of type '{0}', which allocates. Use a generic method constrained to struct, or the concrete type.");

    public static readonly DiagnosticDescriptor Delegate = Rule(
        "CTN004",
        "Delegate created in real-time code",
        "This creates a delegate{0}, which allocates. Create it once, where the audio path is built, or call the method directly.");

    public static readonly DiagnosticDescriptor Params = Rule(
        "CTN005",
        "params array allocated in real-time code",
        "The call of '{0}' allocates an array for its params. Call an overload with a fixed number of arguments, or one that takes "
            + "params ReadOnlySpan.");

    public static readonly DiagnosticDescriptor Text = Rule(
        "CTN006",
        "String built in real-time code",
        "This builds a string, which allocates. Count or store the number, and let the observer's thread write the text.");

    public static readonly DiagnosticDescriptor Collection = Rule(
        "CTN007",
        "Collection expression allocates in real-time code",
        "This collection expression allocates its storage. Give it the type ReadOnlySpan or Span without spreads, or keep a preallocated "
            + "collection.");

    public static readonly DiagnosticDescriptor Lock = Rule(
        "CTN008",
        "Lock in real-time code",
        "{0} may wait for a thread of lower priority. Publish an immutable snapshot with Volatile, or pass a numbered command through a "
            + "ring.");

    public static readonly DiagnosticDescriptor Wait = Rule(
        "CTN009",
        "Blocking or scheduling in real-time code",
        "'{0}' waits or goes through the scheduler. The audio path waits in its driver only; wake others with EventCount or WakeSignal.");

    public static readonly DiagnosticDescriptor Await = Rule(
        "CTN010",
        "await in real-time code",
        "An await leaves the audio thread and allocates its continuation. Do it on a control thread, and publish the result.");

    public static readonly DiagnosticDescriptor Yield = Rule(
        "CTN011",
        "Iterator in real-time code",
        "An iterator allocates its state. Write a loop, or a struct enumerator.");

    public static readonly DiagnosticDescriptor InputOutput = Rule(
        "CTN012",
        "Input, output or logging in real-time code",
        "'{0}' does input, output or logging, which blocks and allocates. Count it in a field or a LogHistogram, and let an observer "
            + "report it.");

    public static readonly DiagnosticDescriptor Throw = Rule(
        "CTN013",
        "Exception thrown in real-time code",
        "Throwing allocates and unwinds the audio thread. Count errors in external data instead; report a bug by a [DoesNotReturn] "
            + "method or a ThrowIf guard.");

    public static readonly DiagnosticDescriptor Catch = Rule(
        "CTN014",
        "Exception caught in real-time code",
        "A caught exception has been thrown, which takes tens of microseconds and allocates. Use a status instead; the thread's "
            + "outermost method, which is not [RealTime], catches the rest.");

    public static readonly DiagnosticDescriptor Enumerator = Rule(
        "CTN015",
        "foreach over an enumerator in real-time code",
        "This foreach uses an enumerator of '{0}', which allocates or runs code that is not [RealTime]. Loop over an array or a span.");

    public static readonly DiagnosticDescriptor Dispatch = Rule(
        "CTN016",
        "Call of unknown code in real-time code",
        "'{0}' may be any code: it is called through {1}. Mark the member [RealTime], which applies to all implementations, or use the "
            + "sealed type.");

    public static readonly DiagnosticDescriptor Call = Rule(
        "CTN017",
        "Call of a method that is not [RealTime]",
        "'{0}' is not marked [RealTime], so it may allocate, lock or wait. Mark it if it belongs to this code base and follows the "
            + "rules; otherwise avoid the call (docs/real-time.md lists what is allowed).");

    public static readonly DiagnosticDescriptor Contract = Rule(
        "CTN018",
        "Implementation of a [RealTime] member is not [RealTime]",
        "'{0}' implements '{1}', which is [RealTime] and so may be called on an audio thread. Mark it [RealTime] and follow the rules.");

    public static readonly DiagnosticDescriptor Native = Rule(
        "CTN019",
        "[RealTime] native function is not blittable",
        "'{0}' of the native function '{1}' is of type '{2}', which is converted at every call. Pass numbers, pointers, unmanaged "
            + "structs or a SafeHandle (int for bool, byte* for text).");

    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        Object, Array, Boxing, Delegate, Params, Text, Collection, Lock, Wait, Await, Yield, InputOutput, Throw, Catch, Enumerator,
            Dispatch, Call, Contract, Native);

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "RealTime", DiagnosticSeverity.Error, isEnabledByDefault: true,
            helpLinkUri: "docs/real-time.md#" + id.ToLowerInvariant());
}
