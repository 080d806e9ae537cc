namespace Continuo.Analyzers.Tests;

public sealed class CallTests
{
    [Fact]
    public void Loops_over_enumerators_are_found() => Snippet.Check("""
        [RealTime] int List(List<int> items)
        {
            var sum = 0;
            foreach (var item in items) sum += item; // CTN015
            return sum;
        }
        [RealTime] int Interface(IEnumerable<int> items)
        {
            var sum = 0;
            foreach (var item in items) sum += item; // CTN015
            return sum;
        }
        """);

    [Fact]
    public void Loops_over_memory_need_no_enumerator() => Snippet.Check("""
        [RealTime] struct Numbers
        {
            public int Current { get; private set; }
            public Numbers GetEnumerator() => this;
            public bool MoveNext() => ++Current < 10;
        }
        [RealTime] int Sum(int[] a, ReadOnlySpan<int> s, string t, Numbers own)
        {
            var sum = 0;
            foreach (var item in a) sum += item;
            foreach (ref readonly var item in s) sum += item;
            foreach (var c in t) sum += c;
            foreach (var item in own) sum += item;
            return sum;
        }
        """);

    [Fact]
    public void Calls_of_unknown_code_are_found() => Snippet.Check("""
        interface ISource { int Read(); int Count { get; } }
        abstract class Base { public abstract int Read(); public virtual int Count => 0; }
        [RealTime] int Interface(ISource s) => s.Read(); // CTN016
        [RealTime] int InterfaceProperty(ISource s) => s.Count; // CTN016
        [RealTime] int Abstract(Base b) => b.Read(); // CTN016
        [RealTime] int VirtualProperty(Base b) => b.Count; // CTN016
        [RealTime] int Delegate(Func<int> f) => f(); // CTN016
        [RealTime] int Invoke(Func<int> f) => f.Invoke(); // CTN016
        [RealTime] unsafe int Pointer(delegate*<int> f) => f(); // CTN016
        [RealTime] int Constrained<T>(T source) where T : struct, ISource => source.Read(); // CTN016
        [RealTime] void Dynamic(dynamic d) => d.Run(); // CTN016
        [RealTime] bool Equal(object a, object b) => a.Equals(b); // CTN016
        """);

    [Fact]
    public void A_marked_member_may_be_called_through_its_interface() => Snippet.Check("""
        interface ISource { [RealTime] int Read(); [RealTime] int Count { get; } }
        abstract class Base { [RealTime] public abstract int Read(); }
        [RealTime] int Call(ISource s, Base b) => s.Read() + s.Count + b.Read();
        """);

    [Fact]
    public void Calls_of_unmarked_methods_are_found() => Snippet.Check("""
        struct Meters
        {
            public Meters(int n) => N = n;
            public int N;
            public static Meters operator +(Meters a, Meters b) => new(a.N + b.N);
            public static implicit operator int(Meters m) => m.N;
        }
        int Computed => 1;
        int this[int i] => i;
        int Written { get => field; set => field = value + 1; }
        int Helper() => 1;
        [DllImport("c")] static extern int getpid();
        [RealTime] int Method() => Helper(); // CTN017
        [RealTime] int Property() => Computed; // CTN017
        [RealTime] int Indexer() => this[1]; // CTN017
        [RealTime] void Setter() => Written = 1; // CTN017
        [RealTime] int Operator(Meters a) => (a + a).N; // CTN017
        [RealTime] int Conversion(Meters a) => a; // CTN017
        [RealTime] Meters Constructor() => new Meters(1); // CTN017
        [RealTime] int Platform(List<int> l) => l.Count; // CTN017
        [RealTime] int Native() => getpid(); // CTN017
        [RealTime] int Query(int[] a) => a.Sum(); // CTN017
        """);

    [Fact]
    public void Marked_methods_automatic_properties_and_arithmetic_may_be_called() => Snippet.Check("""
        int Automatic { get; set; }
        int Half { get; set => field = value / 2; }
        [RealTime] int Marked() => 1;
        int OnlyGet { [RealTime] get => 1; set { } }
        [DllImport("c"), RealTime] static extern int getpid();
        [RealTime] double Everything(Span<float> s, int[] a, TimeSpan t, float f)
        {
            Automatic = Marked() + Automatic + OnlyGet + Half + getpid();
            s[..1].CopyTo(s[1..]);
            a.AsSpan().Fill(1);
            var v = Vector128.Create(1f) * Vector128<float>.One + Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(s));
            var w = new Vector<float>(s) * f;
            return Math.Sqrt(2) + MathF.Max(1, f) + BitOperations.Log2(7u) + v[0] + w[0] + t.Ticks + a.Length
                + double.Clamp(1, 0, 2) + Stopwatch.GetTimestamp() + (double)((Int128)3 * 4 / 2) + Unsafe.Add(ref s[0], 1);
        }
        [RealTime] static T Generic<T>(T a, T b) where T : INumber<T> => T.Max(a, b) + T.One;
        """);

    [Fact]
    public void What_is_marked_in_another_assembly_may_be_called() => Snippet.Check(
        """
        [RealTime] int Good() => Library.Marked() + new Library.Point(1).X + Library.Shared.Automatic;
        [RealTime] int Bad() => Library.Unmarked(); // CTN017
        """,
        """
        [RealTime] public static int Marked() => 1;
        public static int Unmarked() => 1;
        public static Library Shared = new();
        public int Automatic { get; set; }
        [RealTime] public readonly record struct Point(int X);
        """);

    [Fact]
    public void Base_and_other_constructors_are_calls() => Snippet.Check("""
        class Parent { }
        class Child : Parent { [RealTime] public Child() : base() { } } // CTN017
        class Free { [RealTime] public Free() { } }
        """);

    [Fact]
    public void Disposal_and_deconstruction_are_calls() => Snippet.Check("""
        struct Scope : IDisposable { public void Dispose() { } public void Deconstruct(out int a, out int b) => a = b = 0; }
        struct Marked : IDisposable { [RealTime] public void Dispose() { } }
        [RealTime] void Using() { using var scope = new Scope(); } // CTN017
        [RealTime] int Parts(Scope s) { var (a, b) = s; return a + b; } // CTN017
        [RealTime] bool Pattern(Scope s) => s is (0, 0); // CTN017
        [RealTime] void Good() { using var scope = new Marked(); }
        """);
}
