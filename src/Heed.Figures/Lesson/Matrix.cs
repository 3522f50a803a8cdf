namespace Heed.Figures.Lesson;

/// <summary>Numbers in rows and columns, as a model has computed them.</summary>
public sealed class Matrix
{
    private readonly float[] values;

    /// <summary>Takes a copy of the numbers.</summary>
    /// <param name="rows">Number of rows, 1 or more.</param>
    /// <param name="columns">Number of columns, 1 or more.</param>
    /// <param name="values">Row-major [rows, columns].</param>
    /// <exception cref="ArgumentException">There are not rows x columns numbers, or one is not finite.</exception>
    public Matrix(int rows, int columns, ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"A matrix of {rows} rows and {columns} columns cannot hold {values.Length} numbers.", nameof(values));
        }

        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new ArgumentException($"A picture cannot show the number {value}; expected finite numbers.", nameof(values));
            }
        }

        (Rows, Columns, this.values) = (rows, columns, values.ToArray());
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Row-major [rows, columns].</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The number in a row and a column, counted from 0.</summary>
    public float this[int row, int column] => values[(row * Columns) + column];

    /// <summary>One row, [columns].</summary>
    public ReadOnlySpan<float> Row(int row) => values.AsSpan(row * Columns, Columns);

    /// <summary>Columns [from, to) of all rows.</summary>
    internal Matrix Slice(int from, int to)
    {
        var part = new float[Rows * (to - from)];
        for (var row = 0; row < Rows; row++)
        {
            Row(row)[from..to].CopyTo(part.AsSpan(row * (to - from)));
        }

        return new Matrix(Rows, to - from, part);
    }

    /// <summary>Throws unless the matrix has this many rows and columns.</summary>
    internal void Require(string name, int rows, int columns)
    {
        if (Rows != rows || Columns != columns)
        {
            throw new ArgumentException($"{name} has {Rows} rows and {Columns} columns; expected {rows} and {columns}.", name);
        }
    }
}
