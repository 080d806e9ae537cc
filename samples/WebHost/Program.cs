// Continuo in an ASP.NET application: the streams of appsettings.json (section Continuo), listed and watched over HTTP.
// dotnet run -- --Continuo:Streams:browser=app:firefox
// then: curl localhost:5000/streams, /streams/browser, /snapshot, /health, -N /events
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Continuo.Hosting;
using Continuo.Hosting.Watching;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddContinuo().AddStream("test-tone", "tone:440");
builder.Services.AddHealthChecks().AddContinuo();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/snapshot", (AudioHost host) => host.Snapshot());
app.MapGet("/streams", (AudioHost host) => host.Snapshot().Streams);
app.MapGet("/streams/{name}",
    (string name, AudioHost host) =>
        host.Snapshot().Streams.FirstOrDefault(s => s.Name == name) is { } stream ? Results.Ok(stream) : Results.NotFound());
app.MapGet("/events",
    (AudioHost host, IHostApplicationLifetime program, CancellationToken left) =>
        TypedResults.ServerSentEvents(Events(host, program.ApplicationStopping, left)));
await app.RunAsync();

// A browser's EventSource gets the kind as the event's name. After a break, or when it was slow, its first event is a snapshot:
// it never has to ask again.
static async IAsyncEnumerable<SseItem<HostEvent>> Events(
    AudioHost host, CancellationToken stopping, [EnumeratorCancellation] CancellationToken left)
{
    using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, left);
    await using var changes = host.WatchAsync(end.Token).GetAsyncEnumerator(CancellationToken.None);
    while (await Next())
    {
        yield return new SseItem<HostEvent>(changes.Current, changes.Current.Kind.ToString()) { EventId = $"{changes.Current.Version}" };
    }

    async ValueTask<bool> Next()
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false; // the client has gone, or the program stops
        }
    }
}
