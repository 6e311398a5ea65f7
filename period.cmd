@echo off
rem Period: builds itself on first use and after an update, then starts the command line.
rem PERIOD_JAVA_HOME, PERIOD_JAVA_OPTS, PERIOD_CACHE and PERIOD_MODEL as in the script "period".
setlocal EnableExtensions
set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
set "STATE=%HOME_DIR%\.period"
set "MODULE=period-cli"
set "CURRENT=current"
set "PROFILE="
rem The option --master needs Apache Spark, which is built in when it is first used.
for %%a in (%*) do if "%%~a"=="--master" (
  set "MODULE=period-spark"
  set "CURRENT=current-spark"
  set "PROFILE=-Pspark"
)
set "TARGET=%HOME_DIR%\%MODULE%\target\launcher"

set "JDK=%PERIOD_JAVA_HOME%"
if "%JDK%"=="" set "JDK=%JAVA_HOME%"
set "JAVA=java"
if not "%JDK%"=="" set "JAVA=%JDK%\bin\java.exe"
set "MAJOR="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2^>^&1" ^| findstr /i "version"') do for /f "delims=.-+" %%m in ("%%~v") do set "MAJOR=%%m"
if "%MAJOR%"=="" set "MAJOR=0"
if %MAJOR% LSS 17 (
  echo period: a JDK 17 or newer is needed; install one or point PERIOD_JAVA_HOME at it 1>&2
  exit /b 5
)

rem The stamp is git's commit; without git, a build is made once.
set "STAMP=built"
for /f %%h in ('git -C "%HOME_DIR%" rev-parse HEAD 2^>nul') do set "STAMP=%%h"
set "BUILT="
if exist "%STATE%\%CURRENT%" set /p BUILT=<"%STATE%\%CURRENT%"
if "%BUILT%"=="%STAMP%" if exist "%TARGET%\lib" goto run

where mvn >nul 2>nul
if errorlevel 1 (
  echo period: Maven 3.8 or newer is needed to build; install it and put mvn on the PATH 1>&2
  exit /b 5
)
if not exist "%STATE%" mkdir "%STATE%"
echo period: building once; takes a minute or more ^(log: %STATE%\build.log^) 1>&2
pushd "%HOME_DIR%"
if not "%JDK%"=="" set "JAVA_HOME=%JDK%"
call mvn -q -B %PROFILE% -Dquick -Dmaven.test.skip=true -Dbuild.folder=target/launcher package >"%STATE%\build.log" 2>&1 <nul
if errorlevel 1 (
  popd
  echo period: the build failed; the log is in %STATE%\build.log 1>&2
  exit /b 5
)
popd
>"%STATE%\%CURRENT%" echo %STAMP%

:run
set "CACHE=%PERIOD_CACHE%"
if "%CACHE%"=="" set "CACHE=%LOCALAPPDATA%\period"
set "OPT_OUT_TRACKING=true"
if not defined TORCH_CPP_LOG_LEVEL set "TORCH_CPP_LOG_LEVEL=ERROR"
set "FLAGS=-XX:+UseSerialGC -Djava.awt.headless=true -Dai.djl.offline=true -DOPT_OUT_TRACKING=true"
if %MAJOR% GEQ 22 set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED"
if %MAJOR% GEQ 24 set "FLAGS=%FLAGS% --sun-misc-unsafe-memory-access=allow"
set "SIZE=-Xmx768m -XX:TieredStopAtLevel=1"
if "%~1"=="train" set "SIZE=-XX:MaxRAMPercentage=50"
if "%~1"=="eval" set "SIZE=-XX:MaxRAMPercentage=50"
if not "%PROFILE%"=="" set "SIZE=-XX:MaxRAMPercentage=50"
"%JAVA%" %FLAGS% %SIZE% "-Dperiod.home=%HOME_DIR%" "-Dperiod.cache=%CACHE%" "-DDJL_CACHE_DIR=%CACHE%\djl" "-DENGINE_CACHE_DIR=%CACHE%\djl" "-Dorg.bytedeco.javacpp.cachedir=%CACHE%\javacpp" %PERIOD_JAVA_OPTS% -cp "%TARGET%\*;%TARGET%\lib\*" dev.period.cli.Main %*
exit /b %ERRORLEVEL%
