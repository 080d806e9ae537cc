using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Continuo.Mutation;

/// <summary>Loads source generators, and what they need from beside them.</summary>
internal sealed class GeneratorLoader : IAnalyzerAssemblyLoader
{
    public void AddDependencyLocation(string fullPath)
    {
    }

    public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
}
