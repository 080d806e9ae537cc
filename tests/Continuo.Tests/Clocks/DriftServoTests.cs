using Continuo.Clocks;

namespace Continuo.Tests.Clocks;

public class DriftServoTests
{
    private const int Rate = 48_000;

    [Theory]
    [InlineData(48, 1000)]
    [InlineData(480, 1000)]
    [InlineData(480, -1000)]
    [InlineData(4800, 300)]
    public void It_finds_the_drift_within_a_second_and_becomes_quiet(int block, double ppm)
    {
        var world = new World(block) { Ppm = ppm };
        world.Run(1);
        Assert.Equal(ppm, (world.Servo.Speed - 1) * 1e6, 10.0);
        Assert.Equal(0, world.Error, 2.0);
        world.Run(4);
        Assert.Equal(ServoStage.Quiet, world.Servo.Stage);
        world.Run(30);
        Assert.Equal(ppm, world.Servo.DriftPpm, 0.01);
        Assert.Equal(0, world.Error, 0.01);
        Assert.Equal(0, world.Servo.Demotions);
    }

    [Fact]
    public void A_clock_that_changes_is_followed()
    {
        var world = new World(480);
        world.Run(10);
        for (var i = 0; i < 300; i++)
        {
            world.Ppm += 1;
            world.Run(0.1);
            Assert.InRange(world.Error, -24, 24);
        }

        world.Run(30);
        Assert.Equal(300, world.Servo.DriftPpm, 0.1);
    }

    [Fact]
    public void A_step_makes_it_wide_again_and_it_comes_back()
    {
        var world = new World(480) { Ppm = 50 };
        world.Run(20);
        world.Error += 100;
        world.Run(10);
        Assert.InRange(world.Servo.Demotions, 1, 4);
        Assert.Equal(0, world.Error, 1.0);
        world.Run(10);
        Assert.Equal(ServoStage.Quiet, world.Servo.Stage);
    }

    [Fact]
    public void One_measurement_that_is_far_off_is_not_followed()
    {
        var world = new World(480) { Ppm = 50 };
        world.Run(20);
        world.Servo.Update(world.Error + 4800, 480);
        for (var i = 0; i < 300; i++)
        {
            world.Run(0.01);
            Assert.Equal(50, (world.Servo.Speed - 1) * 1e6, 6.0);
        }

        Assert.Equal(0, world.Servo.Demotions);
    }

    [Fact]
    public void What_was_learnt_outlives_a_drop_out()
    {
        var world = new World(480) { Ppm = 200 };
        world.Run(10);
        world.Servo.Resume();
        Assert.Equal(200, (world.Servo.Speed - 1) * 1e6, 0.1);
        world.Servo.Reset();
        Assert.Equal(1, world.Servo.Speed);
    }

    [Fact]
    public void Whatever_is_measured_the_speed_stays_within_its_limits()
    {
        var servo = new DriftServo(Rate);
        var random = new Random(3);
        foreach (var extreme in new[] { 1e9, -1e9, double.NaN, double.PositiveInfinity, 0 })
        {
            for (var i = 0; i < 1000; i++)
            {
                var speed = servo.Update(extreme * random.NextDouble(), random.Next(0, 5000));
                Assert.InRange((speed - 1) * 1e6, -FractionalResampler.MaxPpm - 1e-6, FractionalResampler.MaxPpm + 1e-6);
            }
        }
    }

    [Fact]
    public void Noise_narrows_the_quiet_loop()
    {
        var world = new World(480) { Ppm = 100, Noise = 5 };
        world.Run(120);
        var (least, greatest) = (double.MaxValue, double.MinValue);
        for (var i = 0; i < 6000; i++)
        {
            world.Run(0.01);
            (least, greatest) = (Math.Min(least, world.Servo.Speed), Math.Max(greatest, world.Servo.Speed));
        }

        Assert.True((greatest - least) * 1e6 < 3, $"the speed wanders by {(greatest - least) * 1e6:F2} ppm");
        Assert.Equal(100, world.Servo.DriftPpm, 2.0);
    }

    /// <summary>A delay that grows by the drift and falls by what the servo does about it.</summary>
    private sealed class World(int block)
    {
        private readonly Random _random = new(1);

        public DriftServo Servo { get; } = new(Rate);

        public double Ppm { get; set; }

        public double Error { get; set; }

        public double Noise { get; init; }

        public void Run(double seconds)
        {
            for (var left = seconds * Rate; left >= block; left -= block)
            {
                var speed = Servo.Update(Error + Noise * (_random.NextDouble() - 0.5) * 2, block);
                Error += block * (1 + Ppm * 1e-6 - speed);
            }
        }
    }
}
