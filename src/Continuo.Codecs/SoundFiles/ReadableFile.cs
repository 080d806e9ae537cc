using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Parts;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles;

/// <summary>Opens a file for reading, or explains why it cannot be opened.</summary>
internal static class ReadableFile
{
    /// <summary>Opens a regular file that is not empty.</summary>
    /// <exception cref="AudioException">It does not exist, or cannot be read.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (Directory.Exists(path)) throw new AudioException(AudioErrorCode.Unsupported, path, "it is a directory", "Choose a file in it");
        try
        {
            // Pipes and devices have no length either, and are not opened: that could block forever.
            if (new FileInfo(path).Length == 0)
            {
                throw new AudioException(AudioErrorCode.NotAudio, path, "the file is empty, or not a regular file",
                    "Choose a file with sound in it, or read a pipe as raw PCM: exec:cat PIPE?format=s16le,48000,2");
            }

            // The file is read ahead by FileReadAhead.
            var options = FileReadAhead.IsAvailable ? FileOptions.RandomAccess : FileOptions.None;
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Explain(path, e);
        }
    }

    private static AudioException Explain(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new(AudioErrorCode.NotFound, path, "there is no such file", "Check the path", error),
        UnauthorizedAccessException =>
            new(AudioErrorCode.AccessDenied, path, "this user may not read it", "Change its permissions or copy it", error),
        PathTooLongException or ArgumentException or NotSupportedException =>
            new(AudioErrorCode.InvalidArgument, path, "this is not a valid file name", "Check the path", error),
        _ => new(AudioErrorCode.InputOutput, path, error.Message.TrimEnd('.'), "Check the disk", error),
    };
}
