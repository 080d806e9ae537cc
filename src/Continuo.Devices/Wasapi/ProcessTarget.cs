using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Continuo.Audio;
using Continuo.Sources;
using NAudio.CoreAudioApi;

namespace Continuo.Devices.Wasapi;

/// <summary>One application with its children, or everything but one: process loopback, from build 19041 on.</summary>
[SupportedOSPlatform("windows")]
internal sealed class ProcessTarget : ICaptureTarget
{
    // As in NAudio's own recorder; the interface takes no other flags than these two.
    private const long BufferUnits = 5_000_000;
    private const AudioClientStreamFlags Flags = AudioClientStreamFlags.Loopback | AudioClientStreamFlags.EventCallback;

    private readonly AudioAddress _address;
    private readonly SourceRequest _request;
    private readonly string _application;
    private readonly ProcessLoopbackMode _mode;
    private Process? _process;

    /// <param name="address">The address, for messages.</param>
    /// <param name="request">Requested format.</param>
    /// <param name="application">Process id or program name.</param>
    /// <param name="excludes">Whether everything but the application is captured.</param>
    public ProcessTarget(AudioAddress address, SourceRequest request, string application, bool excludes)
    {
        (_address, _request, _application) = (address, request, application);
        _mode = excludes ? ProcessLoopbackMode.ExcludeTargetProcessTree : ProcessLoopbackMode.IncludeTargetProcessTree;
    }

    /// <inheritdoc/>
    public string Description { get; private set; } = "";

    /// <inheritdoc/>
    public bool IsLoopback => true;

    /// <inheritdoc/>
    public bool HasMoved => _process is { HasExited: true };

    /// <inheritdoc/>
    public AudioClient Open(AudioFormat? format, out AudioFormat actual)
    {
        if (!OperatingSystem.IsWindowsVersionAtLeast(10, 0, WindowsVersion.ProcessLoopbackBuild))
            throw WindowsVersion.TooOld(_address.Text, Environment.OSVersion.Version.Build);
        var processes = ProcessForest.Snapshot();
        var root = processes.RootOf(_application, WasapiSessions.PlayingProcesses());
        if (root == 0)
        {
            throw new AudioException(AudioErrorCode.NotFound, _address.Text, $"no process '{_application}' is running",
                "Start it; list applications with: continuo apps");
        }

        _process?.Dispose();
        _process = Process.GetProcessById(root);
        Description = string.Create(CultureInfo.InvariantCulture, $"{processes.NameOf(root)} (pid {root})");
        // It has no format of its own.
        actual = format ?? _request.Complete(AudioFormat.Default);
        var client = AudioClient.ActivateProcessLoopbackAsync((uint)root, _mode).GetAwaiter().GetResult();
        try
        {
            client.Initialize(AudioClientShareMode.Shared, Flags, BufferUnits, 0, WasapiFormats.Of(actual), Guid.Empty);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();
}
