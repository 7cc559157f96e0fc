/*
 * Graphviz as a filter. The graph goes in by a file that has no name and the picture comes out by a
 * pipe, so that neither side can wait for the other for ever.
 */
#include "cli/doc_flow.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* A nameless file that holds the text and stands at its start; NULL where there is no room. */
static FILE *text_as_file(struct text text) {
    FILE *file = tmpfile();
    if (file == NULL) {
        return NULL;
    }
    if (fwrite(text.at, 1, text.length, file) != text.length || fflush(file) != 0 ||
        lseek(fileno(file), 0, SEEK_SET) != 0) {
        fclose(file);
        return NULL;
    }
    return file;
}

static int spawn_dot(int input, int output, pid_t *child) {
    char *arguments[] = {(char *)"dot", (char *)"-Tsvg", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    /* Its remarks on fonts are of no use to anybody here. */
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawnp(child, "dot", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static void read_all(int from, struct buffer *out) {
    enum { CHUNK = 16384 };
    char chunk[CHUNK];
    ssize_t count;
    while ((count = read(from, chunk, sizeof chunk)) > 0 || (count < 0 && errno == EINTR)) {
        buffer_append(out, chunk, count > 0 ? (size_t)count : 0);
    }
}

static bool ended_well(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Appends the element alone: dot writes an XML head and a document type before it. */
static bool take_element(struct text document, struct buffer *svg) {
    for (size_t i = 0; i + 4 < document.length; i++) {
        if (memcmp(document.at + i, "<svg", 4) == 0) {
            buffer_append_text(svg, text_from(document.at + i, document.length - i));
            return !svg->failed;
        }
    }
    return false;
}

static enum doc_drawn draw(int input, struct buffer *document) {
    int ends[2];
    pid_t child;
    if (pipe(ends) != 0) {
        return DOC_NOT_DRAWN;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    int error = spawn_dot(input, ends[1], &child);
    close(ends[1]);
    enum doc_drawn drawn = error == ENOENT ? DOC_NOT_INSTALLED : DOC_NOT_DRAWN;
    if (error == 0) {
        read_all(ends[0], document);
        drawn = ended_well(child) ? DOC_DRAWN : DOC_NOT_DRAWN;
    }
    close(ends[0]);
    return drawn;
}

enum doc_drawn doc_draw(struct text graph, struct buffer *svg) {
    struct buffer document = {0};
    FILE *input = text_as_file(graph);
    if (input == NULL) {
        return DOC_NOT_DRAWN;
    }
    enum doc_drawn drawn = draw(fileno(input), &document);
    fclose(input);
    if (drawn == DOC_DRAWN && !take_element(buffer_text(&document), svg)) {
        drawn = DOC_NOT_DRAWN;
    }
    buffer_free(&document);
    return drawn;
}
