#!/usr/bin/env bash
# Starts the real window under Xvfb, drives it with mouse and keys, and checks what it saved and drew.
# Usage: tests/window_smoke.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d)
pids=()
finish() {
    [ -n "${SMOKE_DEBUG:-}" ] && import -window root "$SMOKE_DEBUG" 2>/dev/null
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    # They write until they have ended; and what is left over is no fault of the program's.
    wait "${pids[@]}" 2>/dev/null || true
    rm -rf "$work" 2>/dev/null || { sleep 1; rm -rf "$work"; } || true
}
trap finish EXIT
fail() {
    echo "window smoke test: $*" >&2
    exit 1
}

number=$((90 + RANDOM % 400))
# Without -noreset it begins anew when its last client goes, and refuses who comes in that moment.
Xvfb ":$number" -noreset -screen 0 1280x860x24 >"$work/xvfb.log" 2>&1 &
pids+=($!)
export DISPLAY=":$number"
# Copies of unsaved maps are not to land among those of whoever runs this.
export XDG_STATE_HOME="$work/state"
for _ in $(seq 50); do xdotool getmouselocation >/dev/null 2>&1 && break; sleep 0.1; done

cp "$(dirname "$0")/../maps/tea-shop.ron" "$work/map.ron"
"$program" "$work/map.ron" >"$work/app.log" 2>&1 &
app=$!
pids+=("$app")
window=""
for _ in $(seq 150); do
    window=$(xdotool search --name '^map[.]ron .*Mapstone' 2>/dev/null | head -n 1) && [ -n "$window" ] && break
    kill -0 "$app" 2>/dev/null || fail "the program ended: $(cat "$work/app.log")"
    sleep 0.1
done
[ -n "$window" ] || fail "no window with the file's name appeared"
sleep 1
# Without a window manager nothing gives the window the keyboard.
xdotool windowmove "$window" 0 0 windowsize "$window" 1280 860 windowfocus "$window"
sleep 1

# The map fills the picture: it is not blank.
import -window root "$work/shot.png"
colours=$(identify -format '%k' "$work/shot.png")
[ "$colours" -gt 200 ] || fail "the screenshot has only $colours colours"

# Tab to the first element (Business); Shift+arrow moves it by 0.05.
xdotool mousemove 250 600 click 1
sleep 0.3
xdotool key Tab
sleep 0.3
xdotool key shift+Left
sleep 0.3
# A component by the mouse, at an empty place; then what it needs, by the keyboard.
xdotool mousemove 400 300 click --repeat 2 --delay 60 1
sleep 0.6
xdotool type --delay 60 'Milk'
xdotool key Tab
sleep 0.5
xdotool type --delay 60 'Cow'
xdotool key Return
sleep 0.4
# Drag the new component to the right.
xdotool key ctrl+s
for _ in $(seq 50); do grep -q '"Cow"' "$work/map.ron" && break; sleep 0.1; done
grep -q 'Anchor(id: "business", name: "Business", visibility: 0.95, evolution: 0.58)' "$work/map.ron" \
    || fail "the anchor was not moved: $(grep business "$work/map.ron")"
grep -q 'Component(id: "milk", name: "Milk"' "$work/map.ron" || fail "the component was not saved"
grep -q 'Need(from: "milk", to: "cow")' "$work/map.ron" || fail "the need was not saved"
"$program" check "$work/map.ron" || fail "the saved file has problems"

# Drag it with the mouse.
before=$(grep '"milk", name' "$work/map.ron")
xdotool mousemove 400 300 mousedown 1 mousemove 430 320 sleep 0.1 mousemove 480 340 sleep 0.2 mouseup 1
sleep 0.3
xdotool key ctrl+s
for _ in $(seq 50); do [ "$(grep '"milk", name' "$work/map.ron")" != "$before" ] && break; sleep 0.1; done
[ "$(grep '"milk", name' "$work/map.ron")" != "$before" ] || fail "the component was not dragged"

# The text beside the map: what is typed there is drawn and saved, and nothing else changes.
before=$(cat "$work/map.ron")
xdotool key ctrl+t
sleep 0.6
xdotool key ctrl+Home
xdotool type --delay 40 '// typed'
xdotool key Return
sleep 0.3
xdotool key ctrl+s
for _ in $(seq 50); do grep -q '^// typed' "$work/map.ron" && break; sleep 0.1; done
[ "$(tail -n +2 "$work/map.ron")" = "$before" ] || fail "typing a comment changed more: $(diff <(echo "$before") "$work/map.ron")"

# At rest the window draws nothing: it uses no processor.
xdotool mousemove 5 855
sleep 2
ticks() { awk '{ print $14 + $15 }' "/proc/$app/stat"; }
start=$(ticks)
sleep 3
used=$(($(ticks) - start))
[ "$used" -le 3 ] || fail "an idle window used $used ticks in 3 seconds"

if [ -n "${SMOKE_SHOT:-}" ]; then import -window "$window" "$SMOKE_SHOT"; fi

# Ctrl+Q closes a saved map at once.
xdotool key ctrl+q
for _ in $(seq 50); do kill -0 "$app" 2>/dev/null || break; sleep 0.1; done
kill -0 "$app" 2>/dev/null && fail "Ctrl+Q did not close the window"
# Killed in the middle of the work: what was not saved is in a copy, and is offered at the next start.
wait_for_window() {
    for _ in $(seq 150); do
        window=$(xdotool search --name "$1" 2>/dev/null | head -n 1) && [ -n "$window" ] && break
        sleep 0.1
    done
    [ -n "$window" ] || fail "no window named $1 appeared"
    sleep 1
    xdotool windowmove "$window" 0 0 windowsize "$window" 1280 860 windowfocus "$window" \
        || fail "the window named $1 went away: $(cat "$work/app.log")"
    sleep 1
}
saved=$(cat "$work/map.ron")
"$program" "$work/map.ron" >"$work/app.log" 2>&1 &
app=$!
pids+=("$app")
wait_for_window '^map[.]ron .*Mapstone'
xdotool mousemove 250 700 click 1 sleep 0.3 key Tab sleep 0.2 key shift+Right sleep 2.2
kill -9 "$app"
wait "$app" 2>/dev/null || true
for _ in $(seq 50); do xdotool search --name 'Mapstone$' >/dev/null 2>&1 || break; sleep 0.1; done
[ "$(cat "$work/map.ron")" = "$saved" ] || fail "the kill changed the file"
grep -q 'name: "Business", visibility: 0.95, evolution: 0.63)' "$work"/state/mapstone/unsaved/*.copy \
    || fail "no copy of the change was left"
"$program" >"$work/app.log" 2>&1 &
app=$!
pids+=("$app")
wait_for_window 'Mapstone$'
if [ -n "${SMOKE_SHOT:-}" ]; then import -window "$window" "$SMOKE_SHOT.recover.png"; fi

kill "$app"
wait "$app" 2>/dev/null || true
rm -rf "$work/state"

# A file chooser that fails is no Cancel: our own window asks for the path then.
if [ "$(uname)" = Linux ]; then
    mkdir "$work/bin"
    printf '#!/bin/sh\necho "zenity: cannot open display" >&2\nexit 255\n' >"$work/bin/zenity"
    chmod +x "$work/bin/zenity"
    env -u DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR="$work" PATH="$work/bin:$PATH" "$program" "$work/map.ron" >"$work/app.log" 2>&1 &
    app=$!
    pids+=("$app")
    wait_for_window '^map[.]ron .*Mapstone'
    xdotool mousemove 250 700 click 1 sleep 0.3 key ctrl+shift+s sleep 1.5
    if [ -n "${SMOKE_SHOT:-}" ]; then import -window "$window" "$SMOKE_SHOT.chooser.png"; fi
    xdotool key ctrl+a sleep 0.2 type --delay 40 "$work/other.ron"
    xdotool key Return
    for _ in $(seq 50); do [ -s "$work/other.ron" ] && break; sleep 0.1; done
    cmp "$work/map.ron" "$work/other.ron" || fail "the path typed after a failed chooser was not saved to"
fi

[ ! -s "$work/app.log" ] || { cat "$work/app.log"; ! grep -qi panicked "$work/app.log" || fail "it panicked"; }
echo "window smoke test: passed ($colours colours, $used ticks at rest)"
