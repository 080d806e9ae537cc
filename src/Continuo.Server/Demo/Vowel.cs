namespace Continuo.Server.Demo;

/// <summary>The first three formants of a vowel, in hertz, for a man's voice (Peterson and Barney, 1952).</summary>
internal readonly record struct Vowel(float First, float Second, float Third)
{
    public static readonly Vowel A = new(730, 1090, 2440);
    public static readonly Vowel E = new(530, 1840, 2480);
    public static readonly Vowel I = new(270, 2290, 3010);
    public static readonly Vowel O = new(570, 840, 2410);
    public static readonly Vowel U = new(300, 870, 2240);

    /// <summary>Between this and another.</summary>
    public Vowel Towards(Vowel other, float share) =>
        new(First + ((other.First - First) * share), Second + ((other.Second - Second) * share), Third + ((other.Third - Third) * share));

    /// <summary>As a shorter or longer throat has it.</summary>
    public Vowel Scaled(float factor) => new(First * factor, Second * factor, Third * factor);
}
