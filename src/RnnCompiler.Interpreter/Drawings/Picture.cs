namespace RnnCompiler.Interpreter.Drawings;

/// <summary>A point of a picture, in pixels. A layout counts y upwards from the input; a finished picture counts it downwards from the top.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>Group of nodes that are drawn in one colour.</summary>
internal enum BoxStyle
{
    /// <summary>An input or output of the network.</summary>
    Port,

    /// <summary>A recurrent layer.</summary>
    Recurrent,

    /// <summary>Another layer with parameters.</summary>
    Parameters,

    /// <summary>An operation without parameters.</summary>
    Operation,

    /// <summary>A reduction over time.</summary>
    Reduction,
}

/// <summary>Kind of an arrow.</summary>
internal enum ArrowStyle
{
    /// <summary>The value of a node that another one reads.</summary>
    Value,

    /// <summary>The states of a recurrent layer, from step to step.</summary>
    State,

    /// <summary>The states after the last step, with which another layer starts; dashed.</summary>
    InitialState,

    /// <summary>A value before the first step; dashed.</summary>
    Past,

    /// <summary>Weights that two layers share; dashed and without a head.</summary>
    SharedWeights,
}

/// <summary>Where the position of a label is: at its start, middle or end.</summary>
internal enum Anchor
{
    /// <summary>The left end.</summary>
    Start,

    /// <summary>The middle.</summary>
    Middle,

    /// <summary>The right end.</summary>
    End,
}

/// <summary>A node: a rounded rectangle with lines of text, the first one bold.</summary>
/// <param name="Centre">Its centre.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Lines">Lines of text.</param>
/// <param name="Style">Its group.</param>
internal sealed record Box(Point Centre, double Width, double Height, IReadOnlyList<string> Lines, BoxStyle Style);

/// <summary>An edge.</summary>
/// <param name="From">The name of the node at its start.</param>
/// <param name="To">The name of the node at its end.</param>
/// <param name="Path">Its line.</param>
/// <param name="Style">Its kind.</param>
/// <param name="Text">The shape of the value, for the tooltip.</param>
/// <param name="HasHead">Whether it ends in an arrowhead.</param>
internal sealed record Arrow(string From, string To, Curve Path, ArrowStyle Style, string Text, bool HasHead = true);

/// <summary>Text beside or on a line.</summary>
/// <param name="Text">The text.</param>
/// <param name="Position">Its position: vertically the middle.</param>
/// <param name="Anchor">Which point of the text is there horizontally.</param>
/// <param name="HasGround">Whether a white ground covers the lines behind it.</param>
internal sealed record Label(string Text, Point Position, Anchor Anchor = Anchor.Middle, bool HasGround = true);

/// <summary>A finished picture.</summary>
/// <param name="Title">What is drawn.</param>
/// <param name="Description">The same in words, for readers who do not see it.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Boxes">The nodes.</param>
/// <param name="Arrows">The edges.</param>
/// <param name="Labels">The labels.</param>
internal sealed record Picture(
    string Title, string Description, double Width, double Height, IReadOnlyList<Box> Boxes, IReadOnlyList<Arrow> Arrows, IReadOnlyList<Label> Labels);
