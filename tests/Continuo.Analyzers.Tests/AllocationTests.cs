namespace Continuo.Analyzers.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Objects_of_every_kind_are_found() => Snippet.Check("""
        record Person(string Name);
        [RealTime] object Class() => new object(); // CTN001
        [RealTime] List<int> Typed() { List<int> list = new(4); return list; } // CTN001
        [RealTime] int Anonymous() => new { A = 1 }.A; // CTN001
        [RealTime] T Generic<T>() where T : new() => new T(); // CTN001
        [RealTime] Person Copy(Person p) => p with { Name = "x" }; // CTN001
        [RealTime] Dictionary<int, int> Filled() => new() { [1] = 2 }; // CTN001 CTN017
        """);

    [Fact]
    public void Structs_are_not_objects() => Snippet.Check("""
        readonly record struct Point(int X, int Y);
        struct Pair { public int A; public int B; }
        [RealTime] int Make() => new Point(1, 2).X + new Pair { A = 1 }.A + default(Pair).B + (new Point() with { X = 3 }).Y;
        [RealTime] bool Same(Point a, Point b) => a == b;
        [RealTime] (int, long) Tuple(int a) => (a, 2L);
        """);

    [Fact]
    public void Arrays_of_every_kind_are_found() => Snippet.Check("""
        [RealTime] float[] Plain(int n) => new float[n]; // CTN002
        [RealTime] float[] Filled() => new[] { 1f, 2f }; // CTN002
        [RealTime] int Initializer() { int[] a = { 1 }; return a[0]; } // CTN002
        [RealTime] int[,] Matrix() => new int[2, 2]; // CTN002
        [RealTime] float[] Slice(float[] a) => a[1..]; // CTN002
        """);

    [Fact]
    public void Views_and_the_stack_are_not_arrays() => Snippet.Check("""
        [RealTime] float View(float[] a) { Span<float> s = stackalloc float[4]; s[0] = a.AsSpan()[1..][0]; return s[^1] + a[^1]; }
        [RealTime] unsafe float Pointer(float* p, int n) { var s = new Span<float>(p, n); s.Clear(); return p[1] + *p; }
        """);

    [Fact]
    public void Boxes_of_every_kind_are_found() => Snippet.Check("""
        struct Value : IComparable<Value> { public int CompareTo(Value other) => 0; }
        [RealTime] object Box(int i) => i; // CTN003
        [RealTime] IComparable<Value> Interface(Value v) => v; // CTN003
        [RealTime] object? Empty(int? i) => i; // CTN003
        [RealTime] object Parameter<T>(T t) where T : struct => t; // CTN003
        [RealTime] Enum EnumBox(DayOfWeek d) => d; // CTN003
        [RealTime] int Hash(DayOfWeek d) => d.GetHashCode(); // CTN003
        [RealTime] Type TypeOf(Value v) => v.GetType(); // CTN003
        """);

    [Fact]
    public void Values_that_stay_values_are_no_boxes() => Snippet.Check("""
        [RealTime] long Widen(int i) => i;
        [RealTime] double? Wrap(double d) => d;
        [RealTime] bool Is(object o) => o is int n && n > 0;
        [RealTime] int Unbox(object o) => (int)o;
        """);

    [Fact]
    public void Delegates_of_every_kind_are_found() => Snippet.Check("""
        event Action? Changed;
        void Method() { }
        static void Shared() { }
        [RealTime] Func<int> Capture(int i) => () => i; // CTN004
        [RealTime] Func<int> Plain() => static () => 1; // CTN004
        [RealTime] Action Group() => Method; // CTN004
        [RealTime] Action StaticGroup() => Shared; // CTN004
        [RealTime] Action Explicit() => new Action(Method); // CTN004
        [RealTime] void Subscribe(Action a) => Changed += a; // CTN004
        [RealTime] Action Combine(Action a, Action b) => a + b; // CTN004
        [RealTime] unsafe delegate*<void> Pointer() => &Shared;
        """);

    [Fact]
    public void Params_arrays_are_found_and_params_spans_are_not() => Snippet.Check("""
        [RealTime] static int Array(params int[] numbers) => numbers.Length;
        [RealTime] static int Span(params ReadOnlySpan<int> numbers) => numbers.Length;
        [RealTime] int Some() => Array(1, 2); // CTN005
        [RealTime] int None() => Array();
        [RealTime] int Given(int[] a) => Array(a);
        [RealTime] int Spans() => Span(1, 2, 3);
        """);

    [Fact]
    public void Text_of_every_kind_is_found() => Snippet.Check("""
        const string Name = "a" + "b";
        [RealTime] string Concatenate(string s, int i) => s + " " + i; // CTN006
        [RealTime] string Append(string s) { s += 1; return s; } // CTN006
        [RealTime] string Interpolate(int i) => $"{i} frames"; // CTN006
        [RealTime] string Number(int i) => i.ToString(); // CTN006
        [RealTime] string Day(DayOfWeek d) => d.ToString(); // CTN006
        [RealTime] string Any(object o) => o.ToString()!; // CTN006
        [RealTime] string Format(string f, object o) => string.Format(f, o); // CTN006
        [RealTime] string Part(string s) => s[1..]; // CTN006
        [RealTime] string Repeat() => new string('-', 3); // CTN006
        [RealTime] void Builder(StringBuilder b) => b.Append('x'); // CTN006
        [RealTime] string Constant() => Name + nameof(Builder) + $"{Name}";
        [RealTime] bool Compare(string a, string b) => a == b && a.Length > 0;
        """);

    [Fact]
    public void A_debug_message_that_is_interpolated_is_found() => Snippet.Check("""
        [RealTime] void Checked(int i) => Debug.Assert(i > 0, $"{i} is not positive"); // CTN006
        [RealTime] void Plain(int i) => Debug.Assert(i > 0, "not positive");
        """);

    [Fact]
    public void Collection_expressions_that_allocate_are_found() => Snippet.Check("""
        [RealTime] int[] Array() => [1, 2]; // CTN007
        [RealTime] List<int> List() => [1]; // CTN007
        [RealTime] IEnumerable<int> Interface() => [1]; // CTN007
        [RealTime] int Spread(int[] a) { ReadOnlySpan<int> s = [.. a, 1]; return s.Length; } // CTN007
        [RealTime] int Span(int i) { ReadOnlySpan<int> s = [i, 2]; Span<int> t = [i]; return s[0] + t[0]; }
        [RealTime] int[] Empty() => [];
        """);
}
