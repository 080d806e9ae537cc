namespace Continuo.Mumble.Control;

/// <summary>The server has removed the client: the reason behind an <see cref="Audio.AudioException"/>.</summary>
internal sealed class RemovedException() : Exception("The server removed the user.");
