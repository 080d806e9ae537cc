namespace Continuo.Server.Demo;

/// <summary>White noise, the same in every run.</summary>
internal struct WhiteNoise(uint seed)
{
    private uint _state = seed * 2654435761 | 1;

    /// <summary>The next sample, −1…1.</summary>
    public float Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)_state * (1f / int.MaxValue);
    }
}
