using Continuo.Client.Json;
using Continuo.Server.Nodes;
using Continuo.Server.Recordings;
using Continuo.Server.Reports;

namespace Continuo.Server.Api;

/// <summary>The REST API below <c>/api</c>: one file for each resource.</summary>
internal static class ApiEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(static json => ContractJson.AddTo(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(
            static options => options.ThrowOnBadRequest = true); // a problem then says what is wrong with it
        services.AddSingleton<ReplayBuffers>();
        services.AddSingleton<RecordingLibrary>();
        services.AddSingleton<TrackWaveforms>();
        services.AddSingleton<AudioServerListing>();
        services.AddSingleton<StreamOpener>();
        services.AddSingleton<IOtherNodes, NoOtherNodes>();
        services.AddSingleton<PlayerActions>();
        services.AddSingleton<ServerDoctor>();
        services.AddSingleton<ReaderReports>();
        services.AddSingleton<StreamReports>();
        services.AddSingleton<PlayerReports>();
        services.AddSingleton<ServerReports>();
        return services.AddApiReference();
    }

    /// <summary>Adds the endpoints.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapServer();
        app.MapApplications();
        app.MapDevices();
        app.MapStreams();
        app.MapRecordings();
        app.MapUploads();
        app.MapPlayers();
        app.MapSessions();
        app.MapDoctor();
        app.MapLog();
        app.MapApiReference();
    }
}
