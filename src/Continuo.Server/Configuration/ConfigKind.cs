namespace Continuo.Server.Configuration;

/// <summary>What a <see cref="ConfigNode"/> holds.</summary>
internal enum ConfigKind
{
    /// <summary>Named settings.</summary>
    Object,

    /// <summary>A list.</summary>
    Array,

    /// <summary>Text.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Nothing: as if it were not there.</summary>
    Null,

    /// <summary>Text from the environment or the command line, which stands for a number or truth value, too.</summary>
    Word,
}
