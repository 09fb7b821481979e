-- The requests of `comity bench checks`, for wrk: the same for Comity and for its peers. Settings come by environment, since the
-- arguments of a process can be read by others on the machine.
local token, path = os.getenv("BENCH_TOKEN"), os.getenv("BENCH_PATH")
local size, batch = tonumber(os.getenv("BENCH_SIZE")), tonumber(os.getenv("BENCH_BATCH"))
local letters = os.getenv("BENCH_LETTERS") -- of the numbers that are there
local start = "POST " .. path .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer " .. token .. "\r\nContent-Length: "
local asker = '{"purpose":"border","officer":"u77","unit":"LYS",'
local count = tonumber(os.getenv("BENCH_START"))
local bodies = {}
local given = os.getenv("BENCH_BODIES") or "" -- a file of whole bodies, sent in turn instead

-- One in a hundred is there (a hit); its place steps through all of them.
local function identifier()
  count = count + 1
  if count % 100 == 0 then
    local place = (count * 31) % size
    return string.format('"identifiers":[{"kind":"document","value":"%s%07d","issuer":"XBM"}]', letters, (place * 7654321) % 10000000)
  end
  return string.format('"identifiers":[{"kind":"document","value":"ZZ%07d","issuer":"XBM"}]', count % 10000000)
end

local function many()
  local checks = {}
  for place = 1, batch do checks[place] = "{" .. identifier() .. "}" end
  return asker .. '"checks":[' .. table.concat(checks, ",") .. "]}"
end

local function whole(body) return start .. #body .. "\r\n\r\n" .. body end

function init(args)
  if given ~= "" then
    for line in io.lines(given) do bodies[#bodies + 1] = whole(line) end
  elseif batch > 0 then
    for place = 1, 32 do bodies[place] = whole(many()) end
  end
end

function request()
  if given ~= "" or batch > 0 then
    count = count + 1
    return bodies[count % #bodies + 1]
  end
  return whole(asker .. identifier() .. "}")
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\nBENCH {"requests":%d,"seconds":%.6f,"p50_ms":%.4f,"p99_ms":%.4f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
