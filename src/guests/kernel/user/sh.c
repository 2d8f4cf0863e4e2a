// The shell. A line:   command [argument…] [< file] [> file] [>> file] { | command … } [&] { ; line }
// cd and exit are the shell's own. A # begins a comment.
#include "user.h"

#define WORDS 16
#define COMMANDS 8 // of a pipeline

static char line[256];
static char *at; // what of the line is left

struct command {
  char *words[WORDS + 1];
  char *input, *output;
  int output_how;
};

static struct command commands[COMMANDS];

static int is_special(char c) {
  return c == 0 || strchr("|<>&;#", c) != 0;
}

static void skip_blanks(void) {
  while (*at == ' ' || *at == '\t') {
    at++;
  }
}

// The next word, cut out of the line; 0: there is none here.
static char *word(void) {
  skip_blanks();
  char *start = at;
  while (*at != ' ' && *at != '\t' && !is_special(*at)) {
    at++;
  }
  return at > start ? start : 0;
}

// Reads one command. The line is cut only when all of it is read, so `ends` collects where.
static int parse(struct command *command) {
  char *ends[WORDS + 2];
  int count = 0, cuts = 0;
  memset(command, 0, sizeof(*command));
  for (;;) {
    skip_blanks();
    char c = *at;
    if (c == '<' || c == '>') {
      int append = c == '>' && at[1] == '>';
      at += 1 + append;
      char *file = word();
      if (!file || cuts == WORDS + 2) {
        print(2, "sh: no file after %c\n", c);
        return -1;
      }
      ends[cuts++] = at;
      if (c == '<') {
        command->input = file;
      } else {
        command->output = file;
        command->output_how = O_WRITE | O_CREATE | (append ? O_APPEND : O_TRUNCATE);
      }
    } else if (is_special(c)) {
      break;
    } else {
      if (count == WORDS || cuts == WORDS + 2) {
        print(2, "sh: too many words\n");
        return -1;
      }
      command->words[count++] = word();
      ends[cuts++] = at;
    }
  }
  char next = *at;
  while (cuts > 0) {
    *ends[--cuts] = 0;
  }
  if (next == '#') {
    next = *at = 0;
  }
  if (count == 0 && (next == '|' || next == '&' || command->input || command->output)) {
    print(2, "sh: a command is missing\n");
    return -1;
  }
  if (next != 0) {
    at++;
  }
  return next; // what ended the command
}

static void redirect(const char *file, int how, int fd) {
  close(fd);
  if (file && open(file, how) != fd) {
    fail("sh: cannot open %s", file);
  }
}

static void run(struct command *command) {
  char path[64] = "/";
  if (command->input) {
    redirect(command->input, O_READ, 0);
  }
  if (command->output) {
    redirect(command->output, command->output_how, 1);
  }
  exec(command->words[0], command->words);
  if (strlen(command->words[0]) < sizeof(path) - 1) {
    strcpy(path + 1, command->words[0]); // programs lie in the root
    exec(path, command->words);
  }
  fail("sh: %s: no such program", command->words[0]);
}

static void use(int fd, int as) {
  close(as);
  dup(fd);
  close(fd);
}

static int builtin(struct command *command) {
  char *name = command->words[0];
  if (strcmp(name, "cd") == 0) {
    if (chdir(command->words[1] ? command->words[1] : "/") < 0) {
      print(2, "cd: no such directory\n");
    }
    return 1;
  }
  if (strcmp(name, "exit") == 0) {
    exit(command->words[1] ? number_of(command->words[1]) : 0);
  }
  return 0;
}

// Starts one command of a pipeline. `job` is the pid of its first command, 0 in that itself, -1 in the background.
static int start(struct command *command, int input, int fds[2], int job) {
  int pid = fork();
  if (pid == 0) {
    if (job >= 0) {
      foreground(job);
    }
    if (input >= 0) {
      use(input, 0);
    }
    if (fds[1] >= 0) {
      close(fds[0]);
      use(fds[1], 1);
    }
    run(command);
  }
  if (pid < 0) {
    print(2, "sh: cannot fork\n");
  }
  return pid;
}

static void close_if_open(int fd) {
  if (fd >= 0) {
    close(fd);
  }
}

// Runs the commands side by side, the output of each the input of the next, and waits for all of them.
static void run_pipeline(int count, int background) {
  int pids[COMMANDS], input = -1;
  for (int i = 0; i < count; i++) {
    int fds[2] = {-1, -1};
    if (i < count - 1 && pipe(fds) < 0) {
      print(2, "sh: no pipe\n");
    }
    pids[i] = start(&commands[i], input, fds, background ? -1 : i == 0 ? 0 : pids[0]);
    close_if_open(input);
    close_if_open(fds[1]);
    input = fds[0];
  }
  int left = background ? 0 : count;
  while (left > 0) {
    int ended = wait(0);
    for (int i = 0; i < count; i++) {
      left -= pids[i] == ended; // -1 for one that could not be started, and where there is nobody to wait for
    }
  }
}

// Reads commands up to the end of the pipeline, and runs them. 0: the line is at its end, or wrong.
static int pipeline(void) {
  int count = 0, end;
  do {
    end = count < COMMANDS ? parse(&commands[count]) : -1;
    count++;
  } while (end == '|');
  if (end < 0 || !commands[0].words[0]) {
    return end > 0;
  }
  if (!commands[count - 1].words[0]) {
    print(2, "sh: a command is missing\n");
    return 0;
  }
  if (count > 1 || !builtin(&commands[0])) {
    run_pipeline(count, end == '&');
  }
  return end > 0;
}

int main(void) {
  for (;;) {
    print(1, "$ ");
    if (read_line(0, line, sizeof(line)) < 0) {
      print(1, "\n");
      return 0;
    }
    at = line;
    while (pipeline()) {
    }
  }
}
