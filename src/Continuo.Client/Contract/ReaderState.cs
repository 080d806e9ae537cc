namespace Continuo.Client.Contract;

/// <summary>How far a reader follows its stream.</summary>
public enum ReaderState
{
    /// <summary>It keeps up.</summary>
    Following,

    /// <summary>It is more than 10 chunks behind.</summary>
    Behind,

    /// <summary>It is more than 20 chunks behind.</summary>
    Congested,

    /// <summary>It has given up audio on purpose within the last two seconds.</summary>
    Shed,
}
