// A device that fails on command, as a plug-in of ALSA's external I/O interface (alsa/pcm_ioplug.h).
//
// Its clock is the machine's. It captures a ramp that counts the frames since it was opened, so that a recording shows how much of the
// time is missing, and appends what is played to a file. Every fault happens once, at a frame of that count.
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <sys/timerfd.h>
#include <time.h>

enum { TICK_NANOSECONDS = 2000000, RAMP = 20000 };

typedef struct {
    snd_pcm_ioplug_t io;
    FILE *output;
    const char *fault;
    long fault_at;
    int short_frames;
    int64_t opened;
    int64_t started;
    snd_pcm_uframes_t begun_at;
    snd_pcm_uframes_t moved;
    int fired;
} stub_t;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t frames_since(snd_pcm_ioplug_t *io, int64_t time) { return (now() - time) * (int64_t)io->rate / 1000000000; }

static int stub_start(snd_pcm_ioplug_t *io) {
    stub_t *stub = io->private_data;
    stub->started = now();
    stub->begun_at = (snd_pcm_uframes_t)frames_since(io, stub->opened);
    struct itimerspec tick = {{0, TICK_NANOSECONDS}, {0, TICK_NANOSECONDS}};
    timerfd_settime(io->poll_fd, 0, &tick, NULL);
    return 0;
}

static int stub_stop(snd_pcm_ioplug_t *io) {
    stub_t *stub = io->private_data;
    struct itimerspec none = {{0, 0}, {0, 0}};
    timerfd_settime(io->poll_fd, 0, &none, NULL);
    stub->started = 0;
    return 0;
}

static int stub_prepare(snd_pcm_ioplug_t *io) {
    stub_t *stub = io->private_data;
    stub->moved = 0;
    stub->started = 0;
    return 0;
}

static int stub_resume(snd_pcm_ioplug_t *io) {
    (void)io;
    return -ENOSYS;
}

static int is_due(snd_pcm_ioplug_t *io, const char *fault) {
    stub_t *stub = io->private_data;
    if (stub->fired || !stub->fault || strcmp(stub->fault, fault) != 0 || frames_since(io, stub->opened) < stub->fault_at) return 0;
    stub->fired = 1;
    return 1;
}

static snd_pcm_sframes_t stub_pointer(snd_pcm_ioplug_t *io) {
    stub_t *stub = io->private_data;
    if (is_due(io, "EPIPE")) return -EPIPE;
    if (is_due(io, "ESTRPIPE")) {
        snd_pcm_ioplug_set_state(io, SND_PCM_STATE_SUSPENDED); // the next call says ESTRPIPE
        return 0;
    }
    if (is_due(io, "ENODEV")) {
        snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
        return 0;
    }
    if (!stub->started) return 0;
    int64_t hardware = frames_since(io, stub->started);
    if (io->stream == SND_PCM_STREAM_PLAYBACK && hardware > (int64_t)stub->moved) {
        if (io->state == SND_PCM_STATE_DRAINING) hardware = (int64_t)stub->moved;
        else return -EPIPE;
    }
    if (io->stream == SND_PCM_STREAM_CAPTURE && hardware - (int64_t)stub->moved > (int64_t)io->buffer_size) return -EPIPE;
    return (snd_pcm_sframes_t)((snd_pcm_uframes_t)hardware % io->buffer_size);
}

static void put(unsigned char *to, snd_pcm_format_t format, long value) {
    float real = (float)value / 32768.0f;
    switch (format) {
    case SND_PCM_FORMAT_S16_LE: to[0] = value & 255; to[1] = (value >> 8) & 255; break;
    case SND_PCM_FORMAT_S24_3LE: to[0] = 0; to[1] = value & 255; to[2] = (value >> 8) & 255; break;
    case SND_PCM_FORMAT_S24_LE: to[0] = 0; to[1] = value & 255; to[2] = (value >> 8) & 255; to[3] = value < 0 ? 255 : 0; break;
    case SND_PCM_FORMAT_S32_LE: to[0] = to[1] = 0; to[2] = value & 255; to[3] = (value >> 8) & 255; break;
    default: memcpy(to, &real, 4); break;
    }
}

static snd_pcm_sframes_t stub_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
    snd_pcm_uframes_t size) {
    stub_t *stub = io->private_data;
    if (stub->short_frames && size > (snd_pcm_uframes_t)stub->short_frames) size = (snd_pcm_uframes_t)stub->short_frames;
    size_t bytes = (size_t)snd_pcm_format_physical_width(io->format) / 8;
    for (snd_pcm_uframes_t i = 0; i < size; i++) {
        for (unsigned c = 0; c < io->channels; c++) {
            unsigned char *at = (unsigned char *)areas[c].addr + (areas[c].first + (offset + i) * areas[c].step) / 8;
            if (io->stream == SND_PCM_STREAM_PLAYBACK) fwrite(at, 1, bytes, stub->output);
            else put(at, io->format, (long)((stub->begun_at + stub->moved + i) % RAMP) - RAMP / 2 + (long)c);
        }
    }
    if (stub->output) fflush(stub->output);
    stub->moved += size;
    return (snd_pcm_sframes_t)size;
}

static int stub_poll_revents(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned count, unsigned short *events) {
    uint64_t ticks;
    (void)count;
    if (read(io->poll_fd, &ticks, sizeof ticks) < 0) ticks = 0;
    *events = fds->revents & ~(POLLIN | POLLOUT);
    snd_pcm_sframes_t available = snd_pcm_avail_update(io->pcm);
    if (available < 0) *events |= POLLERR;
    else if (available > 0) *events |= io->stream == SND_PCM_STREAM_PLAYBACK ? POLLOUT : POLLIN;
    return 0;
}

static int stub_close(snd_pcm_ioplug_t *io) {
    stub_t *stub = io->private_data;
    close(io->poll_fd);
    if (stub->output) fclose(stub->output);
    free(stub);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = stub_start, .stop = stub_stop, .pointer = stub_pointer, .transfer = stub_transfer, .prepare = stub_prepare,
    .resume = stub_resume, .poll_revents = stub_poll_revents, .close = stub_close,
};

static int constrain(stub_t *stub, const char *format, long rate, long channels) {
    unsigned formats[] = {SND_PCM_FORMAT_S16_LE}, access[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
    int parsed = snd_pcm_format_value(format);
    if (parsed < 0) return -EINVAL;
    formats[0] = (unsigned)parsed;
    int error = snd_pcm_ioplug_set_param_list(&stub->io, SND_PCM_IOPLUG_HW_ACCESS, 2, access);
    if (error >= 0) error = snd_pcm_ioplug_set_param_list(&stub->io, SND_PCM_IOPLUG_HW_FORMAT, 1, formats);
    if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(&stub->io, SND_PCM_IOPLUG_HW_RATE, (unsigned)rate, (unsigned)rate);
    if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(&stub->io, SND_PCM_IOPLUG_HW_CHANNELS, (unsigned)channels, (unsigned)channels);
    if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(&stub->io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1 << 20);
    if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(&stub->io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 128, 1 << 22);
    if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(&stub->io, SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
    return error;
}

SND_PCM_PLUGIN_DEFINE_FUNC(continuo_stub) {
    snd_config_iterator_t i, next;
    const char *format = "S16_LE", *output = NULL, *fault = NULL;
    long rate = 48000, channels = 2, at = 0, busy = 0, short_frames = 0;
    (void)root;
    snd_config_for_each(i, next, conf) {
        snd_config_t *entry = snd_config_iterator_entry(i);
        const char *id;
        if (snd_config_get_id(entry, &id) < 0) continue;
        if (strcmp(id, "format") == 0) snd_config_get_string(entry, &format);
        else if (strcmp(id, "output") == 0) snd_config_get_string(entry, &output);
        else if (strcmp(id, "fault") == 0) snd_config_get_string(entry, &fault);
        else if (strcmp(id, "at") == 0) snd_config_get_integer(entry, &at);
        else if (strcmp(id, "rate") == 0) snd_config_get_integer(entry, &rate);
        else if (strcmp(id, "channels") == 0) snd_config_get_integer(entry, &channels);
        else if (strcmp(id, "short") == 0) snd_config_get_integer(entry, &short_frames);
        else if (strcmp(id, "busy") == 0) snd_config_get_integer(entry, &busy);
    }
    if (busy) return -EBUSY;
    stub_t *stub = calloc(1, sizeof *stub);
    if (!stub) return -ENOMEM;
    stub->fault = fault ? strdup(fault) : NULL;
    stub->fault_at = at;
    stub->short_frames = (int)short_frames;
    stub->opened = now();
    stub->io.version = SND_PCM_IOPLUG_VERSION;
    stub->io.name = "a device that fails";
    stub->io.callback = &callbacks;
    stub->io.private_data = stub;
    stub->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    stub->io.poll_events = POLLIN;
    stub->io.mmap_rw = 0;
    if (stream == SND_PCM_STREAM_PLAYBACK) stub->output = fopen(output ? output : "/dev/null", "wb");
    int error = snd_pcm_ioplug_create(&stub->io, name, stream, mode);
    if (error >= 0) error = constrain(stub, format, rate, channels);
    if (error < 0) return error;
    *pcmp = stub->io.pcm;
    return 0;
}

SND_PCM_PLUGIN_SYMBOL(continuo_stub);
