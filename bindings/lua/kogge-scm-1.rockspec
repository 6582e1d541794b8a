-- From the root of the source tree: luarocks make bindings/lua/kogge-scm-1.rockspec
rockspec_format = "3.0"
package = "kogge"
version = "scm-1"
source = {
  url = "git+file://.", -- of a checkout
}
description = {
  summary = "Order terms, customers and key accounts for B2B sellers with many small customers",
  detailed = [[
What do our terms say of this order, what does it cost us, and why: minimum order values, surcharges, redirects,
customer tiers and their evidence. Exact integers, every decision with its reasons, in English or German. The C library
is part of the module; building it needs a C compiler and Python 3.11.]],
  license = "MIT",
}
dependencies = { "lua >= 5.1, < 5.5" }
build = {
  type = "make",
  makefile = "bindings/lua/Makefile",
  variables = {
    CC = "$(CC)",
    CFLAGS = "$(CFLAGS)",
    LIBFLAG = "$(LIBFLAG)",
    LUA_INCDIR = "$(LUA_INCDIR)",
    INST_LIBDIR = "$(LIBDIR)",
  },
}
