namespace Heed.Cli.Tests;

public sealed class ModelKindTests(TrainedModel texts, TrainedImageModel pictures)
{
    private string Picture => Path.Combine(pictures.TestFolder, "lying", "00.png");

    [Fact]
    public void A_model_of_texts_refuses_pictures()
    {
        Assert.Equal(
            $"{Picture} is a picture, and {texts.Path} is a model of texts; expected texts.", Tool.Run("predict", "--model", texts.Path, Picture).Refusal());
        Assert.Equal(
            $"{Picture} is a picture, and {texts.Path} is a model of texts; expected texts.", Tool.Run("explain", "--model", texts.Path, Picture).Refusal());
        Assert.Contains(pictures.TestFolder, Tool.Run("evaluate", "--model", texts.Path, "--data", pictures.TestFolder).Refusal());
    }

    [Fact]
    public void A_model_of_pictures_refuses_texts()
    {
        Assert.Equal("There is no file a film that was fine; expected a picture.", Tool.Run("predict", "--model", pictures.Path, "a film that was fine").Refusal());
        Assert.StartsWith(
            $"{texts.TestFile} is no set of labelled pictures", Tool.Run("evaluate", "--model", pictures.Path, "--data", texts.TestFile).Refusal());
    }

    [Fact]
    public void An_option_for_models_of_another_kind_is_refused()
    {
        Assert.Equal(
            $"--text is for models of texts; {pictures.Path} is one of pictures.", Tool.Run("predict", "--model", pictures.Path, Picture, "--text", "body").Refusal());
        Assert.Equal(
            $"--skip-broken is for models of pictures; {texts.Path} is one of texts.", Tool.Run("predict", "--model", texts.Path, "fine", "--skip-broken").Refusal());
    }

    [Fact]
    public void A_model_of_no_known_kind_is_refused_with_those_that_are()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), "{\"model_type\": \"llama\"}");

        Assert.StartsWith(
            $"{folder.File("config.json")}: \"model_type\" is \"llama\"; expected a classifier of texts (bert, modernbert) or of pictures",
            Tool.Run("predict", "--model", folder.Path, "fine").Refusal());
    }
}
