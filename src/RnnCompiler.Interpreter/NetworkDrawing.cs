using System.Numerics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Interpreter.Drawings;
using RnnCompiler.Networks;

namespace RnnCompiler;

/// <summary>
/// Drawings of a network as SVG: its graph, and the same unfolded over time, with the shape of the value at each edge. A drawing is a standalone document without style
/// sheets, scripts and external fonts. The same declaration gives the same text on each machine and in each culture.
/// </summary>
public sealed class NetworkDrawing
{
    /// <summary>The greatest number of steps that <see cref="Unfolded"/> draws one by one.</summary>
    public const int MaximumSteps = 64;

    private readonly NetworkView _network;

    private NetworkDrawing(ModelDeclaration declaration) => _network = new NetworkView(declaration);

    /// <summary>Creates the drawings of a compiled model.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    public static NetworkDrawing Of<TModel>()
        where TModel : IRecurrentModel<TModel> => Of(TModel.Declaration);

    /// <summary>Creates the drawings of an interpreted model.</summary>
    /// <typeparam name="T">The type of its numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentNullException">The model is null.</exception>
    public static NetworkDrawing Of<T>(InterpretedModel<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        return new NetworkDrawing(model.Declaration);
    }

    /// <summary>Creates the drawings of a recorded network.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <exception cref="ArgumentNullException">The declaration is null.</exception>
    /// <exception cref="DeclarationFormatException">The declaration has lines that this version does not interpret.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static NetworkDrawing Of(NetworkDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return Of(declaration.Text);
    }

    /// <summary>Creates the drawings of a declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <exception cref="ArgumentNullException">The declaration is null.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static NetworkDrawing Of(ModelDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return new NetworkDrawing(declaration);
    }

    /// <summary>Creates the drawings of a declaration as text.</summary>
    /// <param name="declaration">The text, in the format of <see cref="DeclarationText"/>.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="DeclarationFormatException">The text does not have that format.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static NetworkDrawing Of(string declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return new NetworkDrawing(DeclarationText.Parse(declaration));
    }

    /// <summary>
    /// Draws the graph: the input at the bottom, a box for each layer with its kind and sizes, an arrow for each use of a value with its shape, [steps, features] or
    /// [features]. A recurrent layer has a loop for the states of each direction. Shared weights and initial states of other layers are dashed.
    /// </summary>
    /// <returns>The SVG document; lines end with '\n'.</returns>
    public string Graph() => SvgWriter.Write(GraphPicture.Draw(_network));

    /// <summary>
    /// Draws the network unfolded over time: a column for each of the first steps and one for the last, with the shape of one step's value at the edges of the first
    /// column. States go from column to column, in both directions in bidirectional layers; each level has its own row. Delays and convolutions read earlier columns.
    /// Values after a reduction over time are at the right of the columns.
    /// </summary>
    /// <param name="steps">How many of the first steps are drawn, from 1 to <see cref="MaximumSteps"/>; a sequence of at most two steps more is drawn completely.</param>
    /// <returns>The SVG document; lines end with '\n'.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is less than 1 or greater than <see cref="MaximumSteps"/>.</exception>
    public string Unfolded(int steps = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, MaximumSteps);
        return SvgWriter.Write(UnfoldedPicture.Draw(new UnfoldedNetwork(_network), steps));
    }
}
