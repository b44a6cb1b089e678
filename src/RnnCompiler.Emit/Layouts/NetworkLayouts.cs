using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using Services = RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Layouts;

/// <summary>Layouts of the rows of networks with several inputs or outputs.</summary>
internal static class NetworkLayouts
{
    /// <summary>Returns the layout of a module; null if it has one input and one output.</summary>
    /// <param name="module">The module.</param>
    /// <param name="training">Whether the rows are those of training.</param>
    public static NetworkLayout? Of(Module module, bool training = false)
    {
        if (module.Declaration.IsPlain)
            return null;
        NetworkPorts ports = new(module, training);
        return new NetworkLayout(
            Ports(ports.Inputs), Ports(ports.Outputs), Ports(ports.Targets), [.. ports.Groups.Select(static g => new LengthGroup(g.Steps, g.MaskOffset))])
        {
            Generated = ports.GeneratedIndex,
            Start = ports.Generated?.Start ?? 0,
            Stop = ports.Generated?.Stop ?? 0,
        };
    }

    private static Services.NetworkPort[] Ports(IReadOnlyList<Compiler.Modules.NetworkPort> ports) =>
        [.. ports.Select(static p => new Services.NetworkPort(p.Name, p.Offset, p.Steps, p.Size, p.Ids, p.Group))];
}
