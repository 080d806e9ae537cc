namespace Continuo.Mutation;

/// <summary>The kinds of changes.</summary>
internal enum MutationOperator
{
    /// <summary><c>&lt;</c> and <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c> exchanged.</summary>
    Boundary,

    /// <summary>A condition, or an equality, turned into its opposite.</summary>
    Negation,

    /// <summary>Plus and minus, times and divided by, shifts exchanged.</summary>
    Arithmetic,

    /// <summary>A call or an assignment left out.</summary>
    RemoveStatement,

    /// <summary>A number increased by one.</summary>
    Constant,

    /// <summary>The type's default returned instead.</summary>
    ReturnDefault,

    /// <summary>True and false exchanged.</summary>
    Boolean,

    /// <summary><c>&amp;&amp;</c> and <c>||</c> exchanged.</summary>
    Logic,
}
