// libopus called from C, for OpusBenchmarks: reads "encode N" or "decode N", does it, and answers with the nanoseconds of processor time per
// packet and the bytes or samples that came out. Arguments: channels, bit rate, application, complexity.
// Build: gcc -O2 -o opus-peer opus-peer.c -l:libopus.so.0 -lm
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void *opus_encoder_create(int32_t rate, int channels, int application, int *error);
int opus_encoder_ctl(void *encoder, int request, ...);
int32_t opus_encode_float(void *encoder, const float *pcm, int frames, unsigned char *packet, int32_t max_bytes);
void *opus_decoder_create(int32_t rate, int channels, int *error);
int opus_decode_float(void *decoder, const unsigned char *packet, int32_t bytes, float *pcm, int frames, int fec);

enum { rate = 48000, frames = 960, packets = 100, max_bytes = 1275 };

static float sound[packets * frames * 2];
static unsigned char coded[packets][max_bytes];
static int lengths[packets];
static float decoded[5760 * 2];

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

// The same sound as OpusBenchmarks makes: a chord, tremolo and a little noise.
static void make_sound(int channels) {
    uint32_t noise = 1;
    for (int i = 0; i < packets * frames; i++) {
        double t = (double)i / rate, level = 0.6 + 0.4 * sin(2 * M_PI * 4 * t);
        for (int c = 0; c < channels; c++) {
            noise = noise * 1664525u + 1013904223u;
            double s = level * (0.2 * sin(2 * M_PI * (220 + 110 * c) * t) + 0.15 * sin(2 * M_PI * 554 * t) + 0.1 * sin(2 * M_PI * 1318 * t));
            sound[i * channels + c] = (float)(s + 0.02 * ((noise >> 8) / 16777216.0 - 0.5));
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    int channels = atoi(argv[1]), error;
    void *encoder = opus_encoder_create(rate, channels, atoi(argv[3]), &error);
    void *decoder = opus_decoder_create(rate, channels, &error);
    opus_encoder_ctl(encoder, 4002, atoi(argv[2]));
    opus_encoder_ctl(encoder, 4010, atoi(argv[4]));
    make_sound(channels);
    void *filler = opus_encoder_create(rate, channels, atoi(argv[3]), &error);
    opus_encoder_ctl(filler, 4002, atoi(argv[2]));
    opus_encoder_ctl(filler, 4010, atoi(argv[4]));
    for (int i = 0; i < packets; i++) lengths[i] = opus_encode_float(filler, sound + i * frames * channels, frames, coded[i], max_bytes);
    unsigned char packet[max_bytes];
    char what[16];
    int count, at_encode = 0, at_decode = 0;
    while (scanf("%15s %d", what, &count) == 2) {
        int64_t sum = 0, start = now();
        if (strcmp(what, "encode") == 0) {
            for (int i = 0; i < count; i++, at_encode = (at_encode + 1) % packets) sum += opus_encode_float(encoder, sound + at_encode * frames * channels, frames, packet, max_bytes);
        } else {
            for (int i = 0; i < count; i++, at_decode = (at_decode + 1) % packets) sum += opus_decode_float(decoder, coded[at_decode], lengths[at_decode], decoded, 5760, 0);
        }
        printf("%f %lld\n", (double)(now() - start) / count, (long long)sum);
        fflush(stdout);
    }
    return 0;
}
