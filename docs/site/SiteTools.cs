using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Heed.Site;

/// <summary>Node with the packages of tools/package-lock.json, installed once into artifacts/site-tools.</summary>
internal sealed class SiteTools
{
    private readonly string folder;

    /// <exception cref="MissingToolException">Node, npm or a package is not to be had.</exception>
    public SiteTools(string repository)
    {
        folder = Path.Combine(repository, "artifacts", "site-tools");
        var source = Path.Combine(repository, "docs", "site", "tools");
        var installed = Path.Combine(folder, "installed-package-lock.json");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        var wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
        if (!File.Exists(installed) || File.ReadAllText(installed) != wanted)
        {
            // npm is a script on Windows, and only a shell starts scripts there.
            var (npm, arguments) = OperatingSystem.IsWindows() ? ("cmd", new[] { "/c", "npm" }) : ("npm", []);
            var (code, _, error) = Run(npm, [.. arguments, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "");
            if (code != 0)
            {
                throw new MissingToolException($"The packages that make the equations could not be installed: npm ci ended with {code}: {LastLine(error)}");
            }

            File.WriteAllText(installed, wanted);
        }
    }

    /// <summary>What a script of tools/ writes when it is given <paramref name="input"/>.</summary>
    public string RunScript(string name, string input)
    {
        var (code, output, error) = Run("node", [name], input);
        return code == 0 ? output : throw new SiteException($"node {name} ended with {code}: {LastLine(error)}");
    }

    /// <summary>A file of an installed package.</summary>
    public string PackageFile(string path) => Path.Combine(folder, "node_modules", path);

    private (int Code, string Output, string Error) Run(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return (process.ExitCode, output.Result, error.Result);
        }
        catch (Win32Exception)
        {
            throw new MissingToolException($"The site needs {program} for its equations, and there is none on the path: install Node.js 20 or later.");
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("no message");
}
