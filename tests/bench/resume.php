<?php
/* What a list page is measured against: the same page as a PHP programmer would write it, for PHP-FPM with opcache and a persistent
   connection. The same session, rights and SELECTs, the same HTML to the byte but for the tokens. Messages and statements lie in arrays that
   opcache keeps (made from templates/text and from what the suite sends to the database); what it is for: list_bench.py. */
declare(strict_types=1);

const PATH = '/crm/resume';
const ROLES = ['admin', 'member', 'reader'];
const BADGES = ['new' => 'is-wait', 'offer' => 'is-on', 'joined' => 'is-done', 'declined' => 'is-off', 'rejected' => 'is-off'];

$var = getenv('BENCH_VAR');
$text = require "$var/texts.php";
$sql = require "$var/statements.php";

function h(string|int|null $s): string
{
    return htmlspecialchars((string)$s, ENT_QUOTES, 'UTF-8');
}

function t(string $key): string
{
    global $text;
    return h($text["Text.$key"] ?? '');
}

function say(string $key, string|int $arg): string
{
    global $text;
    return h(str_replace('%1', (string)$arg, $text["Text.$key"] ?? ''));
}

function option(string $list, string|int|null $code): string
{
    global $text;
    return h($text["Options.$list.$code"] ?? '');
}

function rows(string $name, array $args): array
{
    global $db, $sql;
    $statement = $db->prepare($sql[$name][0]);
    $statement->execute(array_intersect_key($args, array_flip($sql[$name][1])));
    return $statement->fetchAll(PDO::FETCH_ASSOC);
}

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function refuse(int $status): never
{
    http_response_code($status);
    exit;
}

/* ---- who ---- */

$db = new PDO('mysql:unix_socket=' . getenv('BENCH_SOCKET') . ';dbname=musubi;charset=utf8mb4', 'musubi_crm', getenv('BENCH_PASSWORD'),
              [PDO::ATTR_PERSISTENT => true, PDO::ATTR_EMULATE_PREPARES => true, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$cookie = base64_decode(strtr($_COOKIE['musubi'] ?? '', '-_', '+/'));
$args = ['hash' => hash('sha256', $cookie, true), 'now' => gmdate('Y-m-d H:i:s')];
$me = rows('session_find', $args)[0] ?? null;
if (!$me || $me['_idle'] > 7200 || $me['_age'] > 43200)
    refuse(403);
$me['roles'] = [];
foreach (['admin', 'member', 'reader', 'sales', 'production', 'support', 'review', 'finance', 'outreach', 'sysadmin'] as $bit => $role)
    if ($me['_roles'] >> $bit & 1)
        $me['roles'][$role] = true;
if (!($me['_features'] & 1) || !array_intersect(ROLES, array_keys($me['roles'])))
    refuse(403);
$key = hash_hmac('sha256', "session\0" . $cookie, getenv('BENCH_PASSWORD'), true);
$nonce = random_bytes(16) . pack('J', time());
$token = base64url($nonce . hash_hmac('sha256', $nonce, $key, true));

/* ---- what ---- */

$args += ['org' => $me['_org_id'], 'actor' => $me['_account_id']];
/* Choices, saved searches and the figures of the run icon are asked for on every page: without memory that the processes share there is nowhere to keep them under
   the versions that the session brings. */
$found = [];
foreach ($sql as $name => $statement)
    if ($name !== 'session_find')
        $found[$name] = rows($name, $args);
$runs = $found['session_runs'][0];
$list = array_slice($found[LIST_NAME], 0, 50);
$last = $list[count($list) - 1] ?? null;
$next = count($found[LIST_NAME]) > 50 ? base64url("updated\x1fs{$last['_k0']}\x1fn{$last['_k1']}") : '';
$total = number_format((float)($me['_total']));

/* ---- parts ---- */

function token_field(): string
{
    global $token;
    return '<input type="hidden" name="token" value="' . h($token) . '">';
}

function nav_item(string $url, string $label): string
{
    return '<li><a href="' . h($url) . '"' . ($url === PATH ? ' aria-current="page"' : (str_starts_with(PATH, "$url/") ? ' aria-current="true"' : '')) .
        '>' . t("nav.$label") . '</a></li>';
}

function label(string $key): string
{
    global $text;
    return h($text["Text.field.$key"] ?? $text['Text.field.' . substr($key, strrpos(".$key", '.'))] ?? '');
}

function hint(string $key): string
{
    global $text;
    return h($text["Text.hint.$key"] ?? $text['Text.hint.' . substr($key, strrpos(".$key", '.'))] ?? '');
}

function described(string $name, string $hint): string
{
    return $hint === '' ? '' : ' aria-describedby="' . $name . '-hint"';
}

function field_head(string $name, string $key): string
{
    $hint = hint($key);
    return '<div class="field"><label for="' . $name . '">' . label($key) . '</label>' .
        ($hint === '' ? '' : '<p class="hint" id="' . $name . '-hint">' . $hint . '</p>');
}

function line(string $name, string $key, int $max): string
{
    $value = h($_GET[$name] ?? '');
    return field_head($name, $key) . '<input id="' . $name . '" name="' . $name . '" type="text" maxlength="' . $max . '"' .
        described($name, hint($key)) . ' value="' . $value . '"></div>';
}

function choice(string $name, string $key, array $options): string
{
    $chosen = $_GET[$name] ?? '';
    $out = field_head($name, $key) . '<select id="' . $name . '" name="' . $name . '"' . described($name, hint($key)) . '><option value="">' .
        t('form.any');
    foreach ($options as $value => $label)
        $out .= '<option value="' . h($value) . '"' . ((string)$value === $chosen ? ' selected' : '') . '>' . h($label);
    return $out . '</select></div>';
}

function pair_end(string $name, string $key): string
{
    global $text;
    $example = str_starts_with($name, 'updated') ? ' placeholder="' . t('form.date_example') . '"' : '';
    return '<input id="' . $name . '" name="' . $name . '" type="text" inputmode="numeric"' . $example . ' aria-label="' . label($key) .
        '" value="' . h($_GET[$name] ?? '') . '">';
}

function pair(string $name, string $unit): string
{
    return '<fieldset class="field"><legend>' . t("field.$name") . '</legend><div class="pair">' . pair_end("{$name}_from", "search.{$name}_from") .
        '<span>' . t('form.until') . '</span>' . pair_end("{$name}_to", "search.{$name}_to") . ($unit === '' ? '' : '<span>' . t("unit.$unit") . '</span>') .
        '</div></fieldset>';
}

/* The choices of a list in the order of the forms: keys are the codes. */
function choices(string $list): array
{
    global $text;
    return $text["Choices.$list"];
}

function th(string $label, string $sort = '', string $class = ''): string
{
    $out = '<th scope="col"' . ($class === '' ? '' : ' class="' . $class . '"') . ($sort === 'updated' ? ' aria-sort="descending"' : '') . '>';
    if ($sort === '')
        return $out . t("field.$label") . '</th>';
    return $out . '<a href="' . h(PATH . ($sort === 'updated' ? '?dir=turn' : "?sort=$sort")) . '">' . t("field.$label") . '</a></th>';
}

function phase(string $phase): string
{
    return '<span class="badge ' . (BADGES[$phase] ?? 'is-busy') . '">' . option('phase', $phase) . '</span>';
}

function mail_flag(string $flag): string
{
    return $flag === '' ? '' : '<span class="badge ' . ($flag === 'bounced' ? 'is-warn' : 'is-stop') . '">' . option('mail_flag', $flag) . '</span>';
}

/* The beginning of a cell of the list. */
function td(string $class, string $label): string
{
    return '<td' . ($class === '' ? '' : ' class="' . $class . '"') . ' data-label="' . t("field.$label") . '">';
}

/* ---- page ---- */

header('X-Request-Id: ' . ($_SERVER['REQUEST_ID'] ?? ''));
header("Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " .
       "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
header('X-Content-Type-Options: nosniff');
header('Referrer-Policy: same-origin');
header('X-Frame-Options: DENY');
header('Cache-Control: no-store');
header('Content-Type: text/html; charset=utf-8');
ob_start();
require getenv('BENCH_VAR') . '/resume_page.php'; // as rivals.py has put it there
header('Content-Length: ' . ob_get_length());
