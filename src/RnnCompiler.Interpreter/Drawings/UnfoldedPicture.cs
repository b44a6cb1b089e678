using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Drawings;

/// <summary>Draws an unfolded network.</summary>
internal sealed class UnfoldedPicture
{
    private const double Stub = 26;
    private readonly UnfoldedNetwork _network;
    private readonly UnfoldedLayout _layout;
    private readonly PictureBuilder _picture = new();
    private readonly HashSet<(int Row, string Text)> _marks = [];
    private int _lanes;

    private UnfoldedPicture(UnfoldedNetwork network, int steps)
    {
        _network = network;
        _layout = new UnfoldedLayout(network, steps);
    }

    /// <summary>Draws a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="steps">How many of the first steps have a column.</param>
    public static Picture Draw(UnfoldedNetwork network, int steps) => new UnfoldedPicture(network, steps).Draw();

    private Picture Draw()
    {
        foreach (UnfoldedItem item in _network.Items)
        {
            for (int column = 0; column <= Last(item); column++)
                _picture.Add(_layout.Box(item, column));
        }

        for (int i = 0; i < _layout.Groups.Count; i++)
            DrawTime(_layout.Groups[i], _layout.Rows.Bottom(0) - 16 - (UnfoldedLayout.TimeLine * i));
        foreach (UnfoldedUse use in _network.Uses)
            Draw(use);
        foreach (UnfoldedItem item in _network.Items.Where(static item => item.Direction != StateDirection.None))
            DrawStates(item);
        string name = _network.Network.Name;
        return _picture.Build(FormattableString.Invariant($"{name}, unfolded over {_network.Network.Steps} steps"), _network.Network.Describe());
    }

    /// <summary>Returns the last column of a box; 0 if it is computed once.</summary>
    private int Last(UnfoldedItem item) => item.Node.IsOverTime ? _layout.StepsOf(item.Node).Count - 1 : 0;

    /// <summary>Draws the numbers of the steps of a length group below its first box.</summary>
    private void DrawTime(UnfoldedItem item, double y)
    {
        IReadOnlyList<int> steps = _layout.StepsOf(item.Node);
        for (int column = 0; column < steps.Count; column++)
            _picture.Add(new Label(FormattableString.Invariant($"t = {steps[column]}"), new Point(_layout.Box(item, column).Centre.X, y)));
        if (_layout.HasHidden(item.Node))
            _picture.Add(new Label("…", new Point(_layout.Hidden, y)));
    }

    /// <summary>Draws the edges of a use in all columns.</summary>
    private void Draw(UnfoldedUse use)
    {
        IReadOnlyList<int> steps = _layout.StepsOf(use.To.Node);
        for (int column = 0; column <= Last(use.To); column++)
        {
            foreach (int from in Sources(use, column))
                Connect(use, column, _layout.Rise(use.From, from, use.To.Row), ArrowStyle.Value);
            if (ReadsHidden(use, column))
                Connect(use, column, Mark(use.To.Row, "…", _layout.Hidden), ArrowStyle.Value);
            if (use.Access == StepAccess.Before && use.Before.Any(before => before > steps[column]))
                Connect(use, column, Mark(use.To.Row, "0", _layout.FirstLeft - 30), ArrowStyle.Past);
        }

        Point arrival = _layout.Arrival(use, 0);
        _picture.Add(new Label(use.Label, new Point(arrival.X, Zone(use.To.Row) + 7)));
    }

    /// <summary>Returns the columns that a box reads.</summary>
    private IEnumerable<int> Sources(UnfoldedUse use, int column)
    {
        (int last, IReadOnlyList<int> steps) = (Last(use.From), _layout.StepsOf(use.From.Node));
        return use.Access switch
        {
            StepAccess.Once => [0],
            StepAccess.All => Enumerable.Range(0, last + 1),
            StepAccess.Last => [last],
            StepAccess.Reversed => Enumerable.Range(0, last + 1).Where(from => steps[from] == steps[last] - steps[column]),
            StepAccess.Ends => new[] { 0, last }.Distinct(),
            _ => Enumerable.Range(0, column + 1).Where(from => use.Before.Contains(steps[column] - steps[from])),
        };
    }

    private bool ReadsHidden(UnfoldedUse use, int column)
    {
        if (!_layout.HasHidden(use.From.Node) || use.Access is StepAccess.Once or StepAccess.Last or StepAccess.Ends)
            return false;
        if (use.Access == StepAccess.Reversed)
            return !Sources(use, column).Any();
        int last = Last(use.From);
        return use.Access == StepAccess.All || (column == last && use.Before.Any(before => before > 0 && before < use.From.Node.Steps - last));
    }

    private double Zone(int row) => _layout.Rows.Bottom(row) - UnfoldedLayout.LabelZone;

    private void Connect(UnfoldedUse use, int column, Curve curve, ArrowStyle style)
    {
        Point arrival = _layout.Arrival(use, column);
        curve = curve.Rise(arrival with { Y = Zone(use.To.Row) }).Line(arrival);
        _picture.Add(new Arrow(use.From.Node.Name, use.To.Node.Name, curve, style, use.Label));
    }

    /// <summary>Adds a mark for what has no column to the channel below a row, once, and starts a line there.</summary>
    private Curve Mark(int row, string text, double x)
    {
        double y = _layout.Rows.Top(row - 1) + 4;
        if (_marks.Add((row, text)))
            _picture.Add(new Label(text, new Point(x, y)));
        return Curve.From(new Point(x, y + 8));
    }

    /// <summary>Draws the states of a box from column to column, and the initial ones.</summary>
    private void DrawStates(UnfoldedItem item)
    {
        bool isForward = item.Direction == StateDirection.Forward;
        int last = Last(item);
        for (int column = 0; column < last; column++)
        {
            Point left = Side(item, column, 1), right = Side(item, column + 1, -1);
            bool isHidden = _layout.HasHidden(item.Node) && column == last - 1;
            if (isHidden)
            {
                Point hidden = left with { X = _layout.Hidden };
                _picture.Add(new Label("…", hidden));
                AddState(item, isForward ? [left, hidden with { X = hidden.X - 10 }] : [right, hidden with { X = hidden.X + 10 }], hasHead: false);
                AddState(item, isForward ? [hidden with { X = hidden.X + 10 }, right] : [hidden with { X = hidden.X - 10 }, left], hasHead: true);
            }
            else
            {
                AddState(item, isForward ? [left, right] : [right, left], hasHead: true);
            }

            if (column == 0 && !isHidden)
                _picture.Add(new Label(item.States, left with { X = _layout.Origin(item, 0) + _layout.Right + (_layout.Gap / 2) }));
        }

        if (item.Initial is null)
            DrawInitial(item, isForward);
        else
            DrawInitial(item, item.Initial, isForward);
    }

    private void AddState(UnfoldedItem item, Point[] points, bool hasHead) =>
        _picture.Add(new Arrow(item.Node.Name, item.Node.Name, Curve.From(points[0]).Line(points[1]), ArrowStyle.State, item.States, hasHead));

    /// <summary>Returns the middle of the left side (−1) or right side (1) of a box.</summary>
    private Point Side(UnfoldedItem item, int column, int side)
    {
        Box box = _layout.Box(item, column);
        return box.Centre with { X = box.Centre.X + (side * box.Width / 2) };
    }

    /// <summary>Draws initial states that no layer computes.</summary>
    private void DrawInitial(UnfoldedItem item, bool isForward)
    {
        Point end = isForward ? Side(item, 0, -1) : Side(item, Last(item), 1);
        double x = isForward ? _layout.FirstLeft - Stub : _layout.LastRight + Stub;
        string states = item.States;
        _picture.Add(new Arrow("initial states", item.Node.Name, Curve.From(end with { X = x }).Line(end), ArrowStyle.State, states));
        string kind = item.Node.Layer is RecurrentDeclaration { LearnInitialState: true } ? "learned " : "initial ";
        _picture.Add(new Label(kind + states[..states.IndexOf(" [", StringComparison.Ordinal)], end with { X = isForward ? x - 4 : x + 4 },
            isForward ? Anchor.End : Anchor.Start, HasGround: false));
    }

    /// <summary>Draws initial states from the last states of another box: around the columns, in the channel below the row.</summary>
    private void DrawInitial(UnfoldedItem item, UnfoldedItem source, bool isForward)
    {
        Point start = isForward ? Side(source, Last(source), 1) : Side(source, 0, -1), end = isForward ? Side(item, 0, -1) : Side(item, Last(item), 1);
        double away = 18 + (8 * _lanes++), lane = _layout.Lane(item.Row);
        double right = _layout.LastRight + away, left = _layout.FirstLeft - away;
        (double first, double second) = isForward ? (right, left) : (left, right);
        Curve curve = Curve.Rounded(8, start, start with { X = first }, new Point(first, lane), new Point(second, lane), end with { X = second }, end);
        _picture.Add(new Arrow(source.Node.Name, item.Node.Name, curve, ArrowStyle.InitialState, source.States));
        _picture.Add(new Label(source.States, new Point(_layout.Origin(item, 0) + _layout.Right + (_layout.Gap / 2), lane)));
    }
}
