using Continuo.Client.Contract.Server;

namespace Continuo.Server.Http;

/// <summary>Ends a request with a problem.</summary>
internal sealed class ProblemException(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem { get; } = problem;
}
